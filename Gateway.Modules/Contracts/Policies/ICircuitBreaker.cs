namespace Gateway.Modules.Contracts;

/// <summary>State of a breaker; the numbers are those of the metric.</summary>
public enum BreakerState
{
    Closed = 0,
    Open = 1,
    HalfOpen = 2,

    /// <summary>Held open by an operator.</summary>
    Isolated = 3,
}

/// <summary>A breaker at one moment.</summary>
/// <param name="AdmittedShare">Share of the scope that is admitted: 1 closed, 0 open or isolated, between while ramping.</param>
/// <param name="RetryAfter">When a refused client may try again.</param>
public readonly record struct BreakerStatus(BreakerState State, double AdmittedShare, TimeSpan RetryAfter, HoldOutCounts HoldOut);

/// <summary>What a breaker decided about one request.</summary>
/// <param name="Permit">Null when the request is refused.</param>
/// <param name="State">The state that decided.</param>
/// <param name="Role">HoldOut, Probe or Watched with a permit; Refused without.</param>
public readonly record struct BreakerDecision(IBreakerPermit? Permit, BreakerState State, PolicyRole Role, TimeSpan RetryAfter);

/// <summary>
/// Admission of one request. Ends exactly once: the first of <see cref="Success"/>, <see cref="Failure"/>, <see cref="Ignore"/>
/// counts, later calls do nothing. A probe that a later check refuses is ignored: otherwise half-open never ends.
/// </summary>
public interface IBreakerPermit
{
    PolicyRole Role { get; }

    void Success();

    void Failure();

    void Ignore();
}

/// <summary>The breaker of one policy on this replica. Thread-safe.</summary>
public interface ICircuitBreaker
{
    BreakerDecision TryAcquire();

    /// <summary>Counts a success of the scope that held no permit.</summary>
    void RecordSuccess();

    /// <summary>Counts a failure of the scope that held no permit.</summary>
    void RecordFailure();

    BreakerStatus GetState();
}

/// <summary>Makes the breaker of a policy that is new on this replica.</summary>
public interface ICircuitBreakerFactory
{
    ICircuitBreaker Create(Policy policy);
}
