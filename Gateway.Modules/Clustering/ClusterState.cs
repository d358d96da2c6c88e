using System.Globalization;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Clustering;

/// <summary>One error cluster while it lives. Guarded by the engine's lock.</summary>
internal sealed class ClusterState
{
    public static readonly TimeSpan ShortMemory = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongMemory = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(1);
    private const int MaxStatuses = 16;
    private const int LabelLength = 80;

    private readonly Dictionary<int, double> _statuses = [];
    private readonly List<ErrorText> _representatives = [];
    private RateMeter _lately = new(ShortMemory);
    private RateMeter _before = new(LongMemory);
    private double _size;
    private long _events;
    private DateTimeOffset _firstSeen;

    public ClusterState(int number, ErrorText first, float[]? anchor, KindVerdict kind, DateTimeOffset at)
    {
        Number = number;
        Id = number == 0 ? ErrorCluster.OtherId : string.Create(CultureInfo.InvariantCulture, $"c-{number}");
        Label = number == 0 ? "everything without a cluster of its own" : MakeLabel(first.Masked);
        GuardKey = number == 0 ? "" : first.GuardKey;
        Anchor = anchor;
        Kind = kind;
        _firstSeen = at;
        LastSeen = at;
    }

    /// <summary>Order of birth from 1; 0 for the overflow.</summary>
    public int Number { get; }

    public string Id { get; }

    public string Label { get; }

    public string GuardKey { get; }

    /// <summary>The first vector, never changed; null where the error came without one.</summary>
    public float[]? Anchor { get; }

    public KindVerdict Kind { get; }

    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>Where the centroid is; null without a vector.</summary>
    public CentroidTable? Table { get; set; }

    public int Row { get; set; }

    /// <summary>Distinct wordings in the centroid's mean.</summary>
    public int Wordings { get; set; } = 1;

    /// <summary>Whether anything may ever be learned from it. Exact repeats alone, and the overflow, say too little.</summary>
    public bool MayAct => Number > 0 && Anchor is not null;

    public void Count(int status, double weight, DateTimeOffset at)
    {
        _events++;
        _size += weight;
        _lately.Add(weight, at);
        _before.Add(weight, at);
        LastSeen = at > LastSeen ? at : LastSeen;
        _firstSeen = at < _firstSeen ? at : _firstSeen;
        if (_statuses.TryGetValue(status, out var counted) || _statuses.Count < MaxStatuses)
        {
            _statuses[status] = counted + weight;
        }
    }

    /// <summary>Keeps the first wordings, each once.</summary>
    public void Represent(ErrorText text, int most)
    {
        if (_representatives.Count < most && !_representatives.Exists(known => known.Fingerprint == text.Fingerprint))
        {
            _representatives.Add(text);
        }
    }

    /// <summary>Takes over all that another cluster counted.</summary>
    public void Absorb(ClusterState other, int mostRepresentatives, DateTimeOffset at)
    {
        _events += other._events;
        _size += other._size;
        _lately.Add(other._lately, at);
        _before.Add(other._before, at);
        LastSeen = other.LastSeen > LastSeen ? other.LastSeen : LastSeen;
        _firstSeen = other._firstSeen < _firstSeen ? other._firstSeen : _firstSeen;
        Wordings += other.Wordings;
        foreach (var (status, counted) in other._statuses)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + counted;
        }

        foreach (var text in other._representatives)
        {
            Represent(text, mostRepresentatives);
        }
    }

    public bool IsStale(TimeSpan staleAfter, DateTimeOffset now) => now - LastSeen > staleAfter;

    /// <param name="traffic">All requests a second, measured with <see cref="ShortMemory"/>.</param>
    public ErrorCluster Show(ClusteringOptions options, double traffic, DateTimeOffset now)
    {
        var lately = _lately.PerSecond(now);
        var before = _before.PerSecond(now);
        var trend = before > 0 ? lately / before : 1;
        // A meter younger than its memory shows too little: the rest of its weight would lie before the first error.
        var age = now - _firstSeen > LeastAge ? now - _firstSeen : LeastAge;
        var rate = lately / (1 - Math.Exp(-age / ShortMemory));
        var share = traffic > 0 ? lately / traffic : 1;
        var kind = Kind.Confidence >= options.KindConfidence ? Kind.Kind : ErrorKind.Unknown;
        return new ErrorCluster(
            Id,
            Label,
            kind,
            CauseId: null,
            Kind.Confidence,
            GuardKey,
            _statuses.Count == 0 ? 0 : _statuses.MaxBy(pair => pair.Value).Key,
            _size,
            rate,
            Severity.Of(rate, trend, share, kind),
            trend,
            _firstSeen,
            LastSeen,
            IsStale(options.StaleAfter, now) ? "stale" : "live",
            [.. _representatives.Select(text => text.Masked)],
            MayAct && _events >= options.MinimumEvents);
    }

    private static string MakeLabel(string masked)
    {
        var line = masked.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        line = (end < 0 ? line : line[..end]).TrimEnd();
        if (line.Length <= LabelLength)
        {
            return line.ToString();
        }

        var cut = char.IsHighSurrogate(line[LabelLength - 2]) ? LabelLength - 2 : LabelLength - 1;
        return $"{line[..cut].TrimEnd()}…";
    }
}
