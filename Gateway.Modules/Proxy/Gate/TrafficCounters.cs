namespace Gateway.Modules.Proxy.Gate;

/// <summary>What the gate did since the start. Thread-safe.</summary>
internal sealed class TrafficCounters
{
    private long _allowed;
    private long _refused;
    private long _limited;
    private long _holdOut;
    private long _rerouted;

    public TrafficTotals Totals => new(
        Interlocked.Read(ref _allowed),
        Interlocked.Read(ref _refused),
        Interlocked.Read(ref _limited),
        Interlocked.Read(ref _holdOut))
    {
        Rerouted = Interlocked.Read(ref _rerouted),
    };

    public void CountAllowed() => Interlocked.Increment(ref _allowed);

    public void CountRefused(bool byLimit) => Interlocked.Increment(ref byLimit ? ref _limited : ref _refused);

    public void CountRerouted() => Interlocked.Increment(ref _rerouted);

    public void CountHoldOut() => Interlocked.Increment(ref _holdOut);
}
