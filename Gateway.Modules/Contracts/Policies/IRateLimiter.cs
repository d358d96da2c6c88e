namespace Gateway.Modules.Contracts.Policies;

/// <summary>What a limiter did so far.</summary>
public readonly record struct LimiterStats(double RatePerSecond, double Tokens, long Allowed, long Limited);

/// <summary>The limiter of one policy: a token bucket whose rate can change. Thread-safe; time is injected.</summary>
public interface IRateLimiter
{
    /// <summary>Takes a token. False with the time after which one will be there.</summary>
    bool TryAcquire(out TimeSpan retryAfter);

    /// <summary>Changes rate (requests a second) and burst (requests) and keeps the tokens that fit.</summary>
    void UpdatePolicy(double ratePerSecond, double burst);

    LimiterStats GetStats();

    /// <summary>Drops what has not been used for the given time. Returns how many entries were dropped.</summary>
    int Cleanup(TimeSpan unusedFor);
}
