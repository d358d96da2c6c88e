namespace Gateway.Modules.Contracts.Policies;

/// <summary>A limiter at one moment.</summary>
/// <param name="RatePerSecond">Requests a second that it admits, or admitted last where it is lifted.</param>
/// <param name="Tokens">Requests that it would admit at once.</param>
/// <param name="Allowed">Requests admitted so far.</param>
/// <param name="Limited">Requests refused so far.</param>
public readonly record struct LimiterStats(double RatePerSecond, double Tokens, long Allowed, long Limited)
{
    /// <summary>Whether nothing is held back just now: the limiter only watches.</summary>
    public bool Lifted { get; init; }
}

/// <summary>What a limiter decided about one request.</summary>
/// <param name="Permit">Null when the request is refused.</param>
/// <param name="RetryAfter">When a refused client may try again.</param>
public readonly record struct LimiterDecision(IPermit? Permit, TimeSpan RetryAfter);

/// <summary>The limiter of one policy on this replica: a token bucket whose rate can change. Thread-safe; time is injected.</summary>
public interface IRateLimiter
{
    /// <summary>Takes a token.</summary>
    /// <param name="voter">Who asks, as a hash: voters share the rate. 0 stands for all without a name.</param>
    LimiterDecision TryAcquire(ulong voter);

    /// <summary>Counts a success of the scope that held no permit, since the policy only runs in shadow.</summary>
    void RecordSuccess();

    /// <summary>Changes rate (requests a second) and burst (requests) and keeps the tokens that fit.</summary>
    void UpdatePolicy(double ratePerSecond, double burst);

    LimiterStats GetStats();

    /// <summary>Drops what has not been used for the given time. Returns how many entries were dropped.</summary>
    int Cleanup(TimeSpan unusedFor);
}

/// <summary>Makes the limiter of a policy that is new on this replica.</summary>
public interface IRateLimiterFactory
{
    IRateLimiter Create(Policy policy);
}
