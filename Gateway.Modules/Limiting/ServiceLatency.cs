namespace Gateway.Modules.Limiting;

/// <summary>
/// What latency says of the service: how long it takes by itself, whether requests queue before it, and whether its bottleneck has gone.
/// Not thread-safe.
/// </summary>
internal sealed class ServiceLatency
{
    private const double QueueFactor = 3;
    private const double FreedShare = 0.5;

    /// <summary>Latencies differ by so much without any queue.</summary>
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(20);

    private readonly RecentLatencies _recent = new();

    /// <summary>Median latency without a queue; null until it is known.</summary>
    private TimeSpan? _own;

    /// <summary>Least median latency under this limit.</summary>
    private TimeSpan? _fastest;

    /// <summary>Of the present rate; null until there are a few.</summary>
    public TimeSpan? Median => _recent.Median();

    public bool Queues => Median is { } median && _own is { } own && median > QueueFactor * own && median - own > Jitter;

    /// <summary>Whether latency is known to be about the service's own.</summary>
    public bool IsOwn => Median is { } median && _own is { } own && median <= 2 * own;

    /// <summary>Whether answers come twice as fast as they ever did under the limit: the bottleneck is gone.</summary>
    public bool IsFreed { get; private set; }

    public void Add(TimeSpan latency) => _recent.Add(latency);

    public void LookForFastest() => _fastest = Median is { } median && !(median >= _fastest) ? median : _fastest;

    /// <summary>No queue can be left: whatever latency is now is the service's own.</summary>
    public void TakeForOwn() => _own = Median ?? _own;

    public void LookForImprovement()
    {
        var median = Median;
        IsFreed |= median < FreedShare * _fastest;
        LookForFastest();
        _own = median < _own ? median : _own;
    }

    /// <summary>What was admitted until now says nothing about what comes.</summary>
    public void NewRate()
    {
        _recent.Clear();
        IsFreed = false;
    }

    public void Forget() => _own = _fastest = null;
}
