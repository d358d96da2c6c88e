using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Kinds;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Where errors go. A known fingerprint goes where it went before. An error that the catalogue names joins the cluster of its cause, one
/// per cause and guard key, whatever its language or stack. The others cluster freely by incremental spherical k-means whose k grows by a
/// threshold: DP-means (Kulis and Jordan, "Revisiting k-means", ICML 2012) over unit vectors, in one pass: a new wording joins the nearest
/// centroid that it may be compared with (<see cref="TableKey"/>) from <see cref="ClusteringThresholds.Group"/> on,
/// else it opens a cluster.
/// Between the two are errors that the catalogue does not name, but is fairly sure about
/// (<see cref="ClusteringOptions.GroupConfidence"/>): they are shown with those of their likely cause, and have none of its rights.
/// Grouping is for people; acting asks for more: <see cref="ClusteringThresholds.Act"/> with a margin over the runner-up, or a name with
/// <see cref="ClusteringOptions.ActConfidence"/>.
/// </summary>
/// <remarks>
/// Every distinct wording moves the centroid once, however often it repeats: a loud wording must not pull a cluster its way.
/// Ids follow from the order of the input alone.
/// </remarks>
internal sealed class ClusteringEngine(
    IOptionsMonitor<ClusteringOptions> options,
    ClusterSet clusters,
    Refinement refinement,
    ICauseClassifier causes,
    IEmbeddingAdapter adapter,
    KindClassifier kinds,
    TimeProvider time) : IClusteringEngine
{
    private RateMeter _traffic = new(ClusterCounts.ShortMemory);

    public ClusterAssignment Process(in ClusterEvent item)
    {
        var clustering = options.CurrentValue;
        var now = time.GetUtcNow();
        if (Recall(item) is { } recalled)
        {
            return recalled;
        }

        // Classifier and adapter run outside the lock. An operator may move the fingerprint meanwhile: looked up once more below.
        var reading = Read(item);
        lock (clusters.Gate)
        {
            var placement = FindKnown(item) ?? Place(item, reading, clustering, now);
            return Count(placement, item, clustering, now);
        }
    }

    public ClusterAssignment? Recall(in ClusterEvent item)
    {
        lock (clusters.Gate)
        {
            return FindKnown(item) is { } known ? Count(known, item, options.CurrentValue, time.GetUtcNow()) : null;
        }
    }

    public ErrorCluster? GetCluster(string id)
    {
        var clustering = options.CurrentValue;
        var now = time.GetUtcNow();
        lock (clusters.Gate)
        {
            return clusters.Find(id)?.Show(clustering, _traffic.PerSecond(now), now);
        }
    }

    public IReadOnlyList<ErrorCluster> GetAllClusters()
    {
        var clustering = options.CurrentValue;
        var now = time.GetUtcNow();
        var shown = new List<(ErrorCluster Cluster, int Number)>();
        lock (clusters.Gate)
        {
            var traffic = _traffic.PerSecond(now);
            foreach (var cluster in clusters.All)
            {
                shown.Add((cluster.Show(clustering, traffic, now), cluster.Number));
            }

            if (clusters.Other is { } other)
            {
                shown.Add((other.Show(clustering, traffic, now), int.MaxValue));
            }
        }

        return [.. shown.OrderByDescending(item => item.Cluster.Severity).ThenBy(item => item.Number).Select(item => item.Cluster)];
    }

    public int ReCluster()
    {
        var clustering = options.CurrentValue;
        var now = time.GetUtcNow();
        lock (clusters.Gate)
        {
            return refinement.Run(clustering, now);
        }
    }

    public void CountTraffic(double weight, DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        lock (clusters.Gate)
        {
            _traffic.Add(weight, Earlier(at, now));
        }
    }

    /// <summary>A clock that runs ahead on another replica must not make a cluster look fresh for ever.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    private static ClusterAssignment Count(Placement placement, in ClusterEvent item, ClusteringOptions clustering, DateTimeOffset now)
    {
        var (cluster, similarity, near, isNew, cause) = placement;
        cluster.MetBy(item.Voter);
        cluster.Counts.Add(item.Status, item.Weight, Earlier(item.At, now), clustering);
        return new ClusterAssignment(cluster.Id, similarity, near && cluster.MayAct, isNew, cause);
    }

    /// <summary>An error that first came without a vector is placed anew when it brings one.</summary>
    private Placement? FindKnown(in ClusterEvent item) =>
        clusters.Memberships.TryGet(item.Error.Fingerprint, out var known)
            && (known.ByOperator || known.Cluster.HasEvidence || item.Embedding is null)
            ? new Placement(known.Cluster, 1, known.Near, IsNew: false, known.Cause)
            : null;

    private ErrorReading Read(in ClusterEvent item)
    {
        if (item.Error.GuardKey == GuardKeys.Slow)
        {
            // Late answers are the mark of too much load, and nothing else is known of them.
            return new ErrorReading(null, IsLikely: false, new KindVerdict(ErrorKind.Overload, 1), null, IsAdapted: false, default);
        }

        var embedding = item.Embedding is { } raw ? adapter.Adapt(raw) : null;
        var verdict = embedding is not null ? causes.Classify(item.Error, item.Wording, embedding, item.Status) : null;
        var isLikely = verdict?.Confidence * verdict?.KindConfidence >= options.CurrentValue.GroupConfidence;
        if (item.Error.IsOpaque && verdict is not null && causes.Find(verdict.TopCause) is { Kind: not ErrorKind.Unknown })
        {
            // Whatever it resembles, it does not say so itself.
            verdict = verdict with { Named = false };
            isLikely = false;
        }

        var kind = verdict is { Kind: not ErrorKind.Unknown }
            ? new KindVerdict(verdict.Kind, verdict.KindConfidence)
            : kinds.Classify(item.Embedding, item.Error.GuardKey, item.Status);
        if (embedding is null)
        {
            return new ErrorReading(verdict, isLikely, kind, null, IsAdapted: false, default);
        }

        var key = new TableKey(item.Error.GuardKey, embedding.Grouped.Space, item.Error.IsOpaque);
        return new ErrorReading(verdict, isLikely, kind, embedding.Grouped.Vector.ToArray(), embedding.IsAdapted, key);
    }

    private Placement Place(in ClusterEvent item, in ErrorReading reading, ClusteringOptions clustering, DateTimeOffset now) =>
        reading.Cause is { Named: true } ? Name(item, reading, clustering, now)
        : reading.IsLikely ? Associate(item, reading, clustering, now)
        : Group(item, reading, clustering, now);

    private Placement Name(in ClusterEvent item, in ErrorReading reading, ClusteringOptions clustering, DateTimeOffset now)
    {
        var verdict = reading.Cause!;
        if (FindByOperator(reading, clustering) is { } corrected)
        {
            return Remember(item, reading, new Placement(corrected.Cell!.Cluster, corrected.Similarity, true, IsNew: false, verdict));
        }

        var near = verdict.Confidence
            >= (verdict.ByExample ? ClusteringThresholds.Of(clustering, reading.IsAdapted).Act : clustering.ActConfidence);
        if (clusters.FindCause(verdict.TopCause, item.Error.GuardKey) is { } cluster)
        {
            return Remember(item, reading, new Placement(cluster, verdict.Confidence, near, IsNew: false, verdict));
        }

        var entry = causes.Find(verdict.TopCause);
        var kind = new KindVerdict(entry?.Kind ?? verdict.Kind, verdict.Confidence);
        var likely = clusters.FindLikely(verdict.TopCause, item.Error.GuardKey);
        var named = likely ?? clusters.Open(item.Error.Masked, item.Error.GuardKey, hasEvidence: true, kind, Earlier(item.At, now), now);
        if (named is null)
        {
            return Overflow(item, reading, now);
        }

        named.NameAfter(entry?.Title, kind);
        clusters.BindCause(verdict.TopCause, named);
        return Remember(item, reading, new Placement(named, verdict.Confidence, near, IsNew: likely is null, verdict));
    }

    /// <summary>Alone, such errors have a cluster without the cause's name; the first that is named gives it to them.</summary>
    private Placement Associate(in ClusterEvent item, in ErrorReading reading, ClusteringOptions clustering, DateTimeOffset now)
    {
        var verdict = reading.Cause!;
        if (FindByOperator(reading, clustering) is { } corrected)
        {
            return Remember(item, reading, new Placement(corrected.Cell!.Cluster, corrected.Similarity, true, IsNew: false, verdict));
        }

        if (clusters.FindLikely(verdict.TopCause, item.Error.GuardKey) is { } cluster)
        {
            return Remember(item, reading, new Placement(cluster, verdict.Confidence, Near: false, IsNew: false, verdict));
        }

        var opened = clusters.Open(item.Error.Masked, item.Error.GuardKey, hasEvidence: true, reading.Kind, Earlier(item.At, now), now);
        if (opened is null)
        {
            return Overflow(item, reading, now);
        }

        clusters.ExpectCause(verdict.TopCause, opened);
        return Remember(item, reading, new Placement(opened, verdict.Confidence, Near: false, IsNew: true, verdict));
    }

    private Placement Group(in ClusterEvent item, in ErrorReading reading, ClusteringOptions clustering, DateTimeOffset now)
    {
        var thresholds = ClusteringThresholds.Of(clustering, reading.IsAdapted);
        if (reading.Vector is { } vector
            && clusters.FindTable(reading.Key)?.FindNearest(vector) is { Cell: { } cell } nearest
            && nearest.Similarity >= thresholds.Group)
        {
            clusters.Join(cell, vector, thresholds);
            var near = nearest.Similarity >= thresholds.Act && nearest.Similarity - nearest.RunnerUp >= thresholds.Margin;
            return Remember(item, reading, new Placement(cell.Cluster, nearest.Similarity, near, IsNew: false, reading.Cause));
        }

        var opened = clusters.Open(
            item.Error.Masked, item.Error.GuardKey, HasEvidence(item, reading), reading.Kind, Earlier(item.At, now), now);
        if (opened is null)
        {
            return Overflow(item, reading, now);
        }

        if (reading.Vector is not null)
        {
            clusters.Settle(opened, reading.Key, reading.IsAdapted, reading.Vector);
        }

        return Remember(item, reading, new Placement(opened, 1, Near: true, IsNew: true, reading.Cause));
    }

    /// <summary>Whether more than an exact text says that errors belong together; a route's slow answers do by their nature.</summary>
    private static bool HasEvidence(in ClusterEvent item, in ErrorReading reading) =>
        reading.Vector is not null || item.Error.GuardKey == GuardKeys.Slow;

    /// <summary>What an operator placed near enough to act on comes before what the catalogue says.</summary>
    private Neighbour? FindByOperator(in ErrorReading reading, ClusteringOptions clustering) =>
        reading.Vector is { } vector
            && clusters.FindTable(reading.Key) is { ByOperator: > 0 } table
            && table.FindNearest(vector, cell => cell.ByOperator) is { Cell: not null } nearest
            && nearest.Similarity >= ClusteringThresholds.Of(clustering, reading.IsAdapted).Act
            ? nearest
            : null;

    private Placement Remember(in ClusterEvent item, in ErrorReading reading, Placement placement)
    {
        placement.Cluster.Represent(RepresentativeOf(item, reading), options.CurrentValue.Representatives);
        clusters.Memberships.Set(item.Error.Fingerprint, new Membership(placement.Cluster, placement.Near, placement.Cause));
        return placement;
    }

    /// <summary>Not remembered: once there is room, the same error gets a cluster of its own.</summary>
    private Placement Overflow(in ClusterEvent item, in ErrorReading reading, DateTimeOffset now)
    {
        var other = clusters.OpenOther(Earlier(item.At, now));
        other.Represent(RepresentativeOf(item, reading), options.CurrentValue.Representatives);
        return new Placement(other, 0, Near: false, IsNew: false, reading.Cause);
    }

    private static Representative RepresentativeOf(in ClusterEvent item, in ErrorReading reading) =>
        new(item.Error, reading.Vector is null ? null : reading.Key, reading.IsAdapted, reading.Vector);

    /// <summary>All that can be said of an error without knowing the clusters.</summary>
    /// <param name="IsLikely">Whether the cause, named or not, is likely enough to show the error with others of it.</param>
    /// <param name="Key">Where its vector may be compared.</param>
    private readonly record struct ErrorReading(
        CauseVerdict? Cause, bool IsLikely, KindVerdict Kind, float[]? Vector, bool IsAdapted, TableKey Key);

    private readonly record struct Placement(ClusterState Cluster, double Similarity, bool Near, bool IsNew, CauseVerdict? Cause);
}
