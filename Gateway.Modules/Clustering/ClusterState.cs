using System.Globalization;
using Gateway.Modules.Clustering.Kinds;

namespace Gateway.Modules.Clustering;

/// <summary>One error cluster while it lives. Guarded by the engine's lock.</summary>
internal sealed class ClusterState
{
    private const int LabelLength = 80;

    private readonly List<Representative> _representatives = [];
    private readonly List<ClusterCell> _cells = [];
    private readonly List<string> _causes = [];
    private readonly string _firstLabel;
    private bool _wasMet;

    public ClusterState(int number, string firstText, string guardKey, bool hasEvidence, KindVerdict kind, DateTimeOffset at)
    {
        Number = number;
        Id = IdOf(number);
        _firstLabel = number == 0 ? "everything without a cluster of its own" : MakeLabel(firstText);
        GuardKey = guardKey;
        HasEvidence = hasEvidence;
        Kind = kind;
        Counts = new ClusterCounts(at);
    }

    /// <summary>Order of birth from 1; 0 for the overflow.</summary>
    public int Number { get; }

    public string Id { get; }

    public string GuardKey { get; }

    /// <summary>Whether its first error had a vector, or a known cause. Exact repeats alone say too little to act on.</summary>
    public bool HasEvidence { get; private set; }

    public KindVerdict Kind { get; set; }

    /// <summary>Whether an operator gave the kind: then nothing else does.</summary>
    public bool KindByOperator { get; set; }

    /// <summary>An operator's name for it.</summary>
    public string? OperatorLabel { get; set; }

    /// <summary>The known cause's title.</summary>
    public string? CauseTitle { get; set; }

    /// <summary>The known cause that its errors are likely to have, while none of them is named after it.</summary>
    public string? LikelyCause { get; set; }

    public bool Muted { get; set; }

    /// <summary>Whether an operator touched it: then it never gives up its place.</summary>
    public bool Kept { get; set; }

    /// <summary>The one voter that has met its errors; null where there are several, or nobody knows.</summary>
    public string? OnlyVoter { get; private set; }

    public ClusterCounts Counts { get; private set; }

    public IReadOnlyList<Representative> Representatives => _representatives;

    /// <summary>Where it is in the space of vectors; none for a known cause that nothing was merged with.</summary>
    public IReadOnlyList<ClusterCell> Cells => _cells;

    /// <summary>The known causes whose errors come here, the one shown first.</summary>
    public IReadOnlyList<string> Causes => _causes;

    /// <summary>Whether anything may be learned from it.</summary>
    public bool MayAct => Number > 0 && HasEvidence && !Muted;

    public static string IdOf(int number) =>
        number == 0 ? ErrorCluster.OtherId : string.Create(CultureInfo.InvariantCulture, $"c-{number}");

    public void MetBy(string? voter)
    {
        OnlyVoter = !_wasMet || OnlyVoter == voter ? voter : null;
        _wasMet = true;
    }

    public void AddCell(ClusterCell cell) => _cells.Add(cell);

    public void RemoveCell(ClusterCell cell) => _cells.Remove(cell);

    public void AddCause(string cause)
    {
        if (!_causes.Contains(cause))
        {
            _causes.Add(cause);
        }
    }

    /// <summary>Takes a known cause's title and kind, where it has none from an operator or another cause.</summary>
    public void NameAfter(string? title, KindVerdict kind)
    {
        CauseTitle ??= title;
        if (!KindByOperator && _causes.Count == 0)
        {
            Kind = kind;
        }
    }

    public void RemoveCause(string cause) => _causes.Remove(cause);

    /// <summary>Keeps the first wordings, each once.</summary>
    public void Represent(Representative wording, int most)
    {
        if (_representatives.Count < most && !_representatives.Exists(known => known.Text.Fingerprint == wording.Text.Fingerprint))
        {
            _representatives.Add(wording);
        }
    }

    public void RemoveRepresentative(Representative wording) => _representatives.Remove(wording);

    /// <summary>
    /// Takes over all that another cluster counted and shows. Its cells and causes are moved by the engine, which knows them by place.
    /// </summary>
    public void Absorb(ClusterState other, int mostRepresentatives, DateTimeOffset now)
    {
        Counts.Absorb(other.Counts, now);
        MetBy(other.OnlyVoter);
        HasEvidence |= other.HasEvidence;
        Kept |= other.Kept;
        foreach (var wording in other._representatives)
        {
            Represent(wording, mostRepresentatives);
        }

        if (!KindByOperator && (other.KindByOperator || (other._causes.Count > 0 && _causes.Count == 0)))
        {
            (Kind, KindByOperator) = (other.Kind, other.KindByOperator);
        }

        OperatorLabel ??= other.OperatorLabel;
        CauseTitle ??= other.CauseTitle;
    }

    /// <summary>Goes on from where a stored cluster was.</summary>
    public void Resume(StoredCluster stored)
    {
        Counts = new ClusterCounts(stored);
        MetBy(null);
        OperatorLabel = stored.Label;
        KindByOperator = stored.KindByOperator;
        Muted = stored.Muted;
        Kept = stored.Kept;
    }

    /// <param name="traffic">All requests a second, measured with <see cref="ClusterCounts.ShortMemory"/>.</param>
    public ErrorCluster Show(ClusteringOptions options, double traffic, DateTimeOffset now)
    {
        var isKnown = KindByOperator || _causes.Count > 0;
        var kind = isKnown || Kind.Confidence >= options.KindConfidence ? Kind.Kind : ErrorKind.Unknown;
        var trend = Counts.Trend(now);
        var rate = Counts.RatePerSecond(now);
        return new ErrorCluster(
            Id,
            OperatorLabel ?? CauseTitle ?? _firstLabel,
            kind,
            _causes.Count > 0 ? _causes[0] : null,
            Kind.Confidence,
            GuardKey,
            Counts.CommonestStatus,
            Counts.Size(options, now),
            rate,
            Muted ? 0 : Severity.Of(rate, trend, Counts.ShareOf(traffic, now), kind),
            trend,
            Counts.FirstSeen,
            Counts.LastSeen,
            Muted ? ErrorCluster.MutedStatus : Counts.IsStale(options.StaleAfter, now) ? "stale" : "live",
            [.. _representatives.Select(wording => wording.Text.Masked)],
            MayAct && Counts.Events(options, now) >= options.MinimumEvents)
        {
            Title = OperatorLabel ?? CauseTitle,
        };
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
