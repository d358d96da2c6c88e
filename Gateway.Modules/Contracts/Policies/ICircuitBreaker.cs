namespace Gateway.Modules.Contracts.Policies;

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
public readonly record struct BreakerDecision(IPermit? Permit, BreakerState State, PolicyRole Role, TimeSpan RetryAfter);

/// <summary>The breaker of one policy on this replica. Thread-safe.</summary>
public interface ICircuitBreaker
{
    /// <param name="voter">Who asks, as a hash: hold-outs and probes are spread over voters, and each has one vote. 0 has none.</param>
    BreakerDecision TryAcquire(ulong voter);

    /// <summary>Counts a success of the scope that held no permit.</summary>
    void RecordSuccess(ulong voter);

    /// <summary>Counts a failure of the scope that held no permit.</summary>
    void RecordFailure(ulong voter);

    BreakerStatus GetState();

    /// <summary>Holds the breaker open, with no hold-out, from whatever state. What is under way says nothing any more.</summary>
    void Isolate();

    /// <summary>Lets go of an isolated breaker: it opens anew, with its hold-out. Does nothing in any other state.</summary>
    void EndIsolation();
}

/// <summary>Makes the breaker of a policy that is new on this replica.</summary>
public interface ICircuitBreakerFactory
{
    ICircuitBreaker Create(Policy policy);
}
