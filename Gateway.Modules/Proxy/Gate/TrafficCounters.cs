namespace Gateway.Modules.Proxy.Gate;

/// <summary>What the gate did since the start. Thread-safe.</summary>
internal sealed class TrafficCounters
{
    private long _allowed;
    private long _refused;
    private long _holdOut;
    private long _rerouted;

    /// <summary>Nothing is limited in this version.</summary>
    public TrafficTotals Totals => new(
        Interlocked.Read(ref _allowed),
        Interlocked.Read(ref _refused),
        0,
        Interlocked.Read(ref _holdOut))
    {
        Rerouted = Interlocked.Read(ref _rerouted),
    };

    public void CountAllowed() => Interlocked.Increment(ref _allowed);

    public void CountRefused() => Interlocked.Increment(ref _refused);

    public void CountRerouted() => Interlocked.Increment(ref _rerouted);

    public void CountHoldOut() => Interlocked.Increment(ref _holdOut);
}
