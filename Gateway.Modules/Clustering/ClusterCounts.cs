using System.Collections.Immutable;

namespace Gateway.Modules.Clustering;

/// <summary>
/// How often and when a cluster's errors came. Once it is stale its size halves with every <see cref="ClusteringOptions.HalfLife"/>: what
/// comes back after long has to earn the right to act again. Guarded by the engine's lock.
/// </summary>
internal sealed class ClusterCounts
{
    public static readonly TimeSpan ShortMemory = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongMemory = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);
    private const int MaxStatuses = 16;

    private readonly Dictionary<int, double> _statuses = [];
    private RateMeter _lately = new(ShortMemory);
    private RateMeter _before = new(LongMemory);
    private double _size;
    private double _events;

    public ClusterCounts(DateTimeOffset at) => (FirstSeen, LastSeen) = (at, at);

    public ClusterCounts(StoredCluster stored)
    {
        (FirstSeen, LastSeen, _size, _events) = (stored.FirstSeen, stored.LastSeen, stored.Size, stored.Events);
        foreach (var (status, count) in stored.Statuses.Take(MaxStatuses))
        {
            _statuses[status] = count;
        }
    }

    public DateTimeOffset FirstSeen { get; private set; }

    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>The status the upstream most often gave; 0 for none.</summary>
    public int CommonestStatus => _statuses.Count == 0 ? 0 : _statuses.MaxBy(pair => pair.Value).Key;

    public ImmutableArray<StoredStatus> Statuses =>
        [.. _statuses.OrderBy(pair => pair.Key).Select(pair => new StoredStatus(pair.Key, pair.Value))];

    public void Add(int status, double weight, DateTimeOffset at, ClusteringOptions options)
    {
        var left = ShareLeft(options, at);
        _events = (_events * left) + 1;
        _size = (_size * left) + weight;
        _lately.Add(weight, at);
        _before.Add(weight, at);
        LastSeen = at > LastSeen ? at : LastSeen;
        FirstSeen = at < FirstSeen ? at : FirstSeen;
        if (_statuses.TryGetValue(status, out var counted) || _statuses.Count < MaxStatuses)
        {
            _statuses[status] = counted + weight;
        }
    }

    public void Absorb(ClusterCounts other, DateTimeOffset now)
    {
        _events += other._events;
        _size += other._size;
        _lately.Add(other._lately, now);
        _before.Add(other._before, now);
        LastSeen = other.LastSeen > LastSeen ? other.LastSeen : LastSeen;
        FirstSeen = other.FirstSeen < FirstSeen ? other.FirstSeen : FirstSeen;
        foreach (var (status, counted) in other._statuses)
        {
            if (_statuses.TryGetValue(status, out var mine) || _statuses.Count < MaxStatuses)
            {
                _statuses[status] = mine + counted;
            }
        }
    }

    public bool IsStale(TimeSpan staleAfter, DateTimeOffset now) => now - LastSeen > staleAfter;

    /// <summary>Errors counted, weights included.</summary>
    public double Size(ClusteringOptions options, DateTimeOffset now) => _size * ShareLeft(options, now);

    public double Events(ClusteringOptions options, DateTimeOffset now) => _events * ShareLeft(options, now);

    /// <summary>A meter younger than its memory shows too little: the rest of its weight would lie before the first error.</summary>
    public double RatePerSecond(DateTimeOffset now)
    {
        var age = now - FirstSeen > LeastAge ? now - FirstSeen : LeastAge;
        return _lately.PerSecond(now) / (1 - Math.Exp(-age / ShortMemory));
    }

    public double Trend(DateTimeOffset now) => _before.PerSecond(now) is > 0 and var before ? _lately.PerSecond(now) / before : 1;

    /// <param name="traffic">Requests a second, measured with <see cref="ShortMemory"/>.</param>
    public double ShareOf(double traffic, DateTimeOffset now) => traffic > 0 ? _lately.PerSecond(now) / traffic : 1;

    private double ShareLeft(ClusteringOptions options, DateTimeOffset now)
    {
        var silent = now - LastSeen - options.StaleAfter;
        return silent > TimeSpan.Zero ? Math.Pow(0.5, silent / options.HalfLife) : 1;
    }
}
