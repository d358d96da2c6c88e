namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>
/// What a policy has lived through on this replica: its breaker or limiter and its counters. Shared by the successive
/// <see cref="LivePolicy"/> of one policy, so that new evidence does not reset what was learned. Thread-safe.
/// </summary>
internal sealed class PolicyState(ICircuitBreaker? breaker, IRateLimiter? limiter, DateTimeOffset createdAt)
{
    private long _matched;
    private long _refused;
    private long _shadowRefused;
    private long _holdOut;
    private long _rerouted;

    /// <summary>Null for actions other than Break and Eject.</summary>
    public ICircuitBreaker? Breaker { get; } = breaker;

    /// <summary>Null for actions other than Limit.</summary>
    public IRateLimiter? Limiter { get; } = limiter;

    /// <summary>When this replica first saw the policy.</summary>
    public DateTimeOffset CreatedAt { get; } = createdAt;

    public PolicyCounts Counts => new(
        Interlocked.Read(ref _matched),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _shadowRefused),
        Interlocked.Read(ref _holdOut))
    {
        Rerouted = Interlocked.Read(ref _rerouted),
    };

    /// <summary>Asks whether a request may pass; null where the policy has no say in it.</summary>
    public PolicyAnswer? Ask(ulong voter)
    {
        if (Breaker?.TryAcquire(voter) is { } breaking)
        {
            return new PolicyAnswer(breaking.Permit, breaking.State, breaking.RetryAfter);
        }

        return Limiter?.TryAcquire(voter) is { } limiting
            ? new PolicyAnswer(limiting.Permit, BreakerState.Closed, limiting.RetryAfter)
            : null;
    }

    public void CountMatched() => Interlocked.Increment(ref _matched);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountRerouted() => Interlocked.Increment(ref _rerouted);

    public void CountShadowRefused() => Interlocked.Increment(ref _shadowRefused);

    public void CountHoldOut() => Interlocked.Increment(ref _holdOut);
}
