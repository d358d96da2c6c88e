namespace Gateway.Modules.Limiting;

/// <summary>The median of the last few latencies: recent enough to see a queue grow, and a single slow request does not move it.</summary>
internal sealed class RecentLatencies
{
    private const int Most = 16;
    private const int Least = 3;

    private readonly TimeSpan[] _ring = new TimeSpan[Most];
    private int _count;

    public void Add(TimeSpan latency) => _ring[_count++ % Most] = latency;

    public void Clear() => _count = 0;

    /// <summary>Null until there are a few.</summary>
    public TimeSpan? Median()
    {
        if (_count < Least)
        {
            return null;
        }

        Span<TimeSpan> sorted = stackalloc TimeSpan[Math.Min(_count, Most)];
        _ring.AsSpan(0, sorted.Length).CopyTo(sorted);
        sorted.Sort();
        return sorted[sorted.Length / 2];
    }
}
