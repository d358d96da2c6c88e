using System.Numerics.Tensors;
using Gateway.Modules.Clustering.Kinds;
using Gateway.Modules.Clustering.Operators;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>
/// All clusters with all that leads to them: vectors, known causes, fingerprints, old ids. Everything here is guarded by
/// <see cref="Gate"/>, one short lock, since readers are few and none is a request's thread.
/// </summary>
internal sealed class ClusterSet(IOptionsMonitor<ClusteringOptions> options, IOptionsMonitor<SamplerOptions> sampler, FingerprintMap map)
{
    private const int AliasesPerCluster = 4;

    /// <summary>One voter alone feeds at most this part of all clusters before it gives up its own.</summary>
    private const int VoterShares = 8;

    private readonly Dictionary<string, ClusterState> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<TableKey, CentroidTable> _tables = [];
    private readonly Dictionary<(string Cause, string GuardKey), ClusterState> _causes = [];
    private readonly Dictionary<(string Cause, string GuardKey), ClusterState> _likely = [];
    private int _born;

    public Lock Gate { get; } = new();

    public IReadOnlyCollection<ClusterState> All => _clusters.Values;

    public IReadOnlyCollection<CentroidTable> Tables => _tables.Values;

    public Memberships Memberships { get; } = new(sampler.CurrentValue.MaxFingerprints, map);

    public Aliases Aliases { get; } = new(options.CurrentValue.MaxClusters * AliasesPerCluster);

    public Separations Separations { get; } = new();

    /// <summary>The overflow; null while nothing has overflown.</summary>
    public ClusterState? Other { get; private set; }

    public ClusterState? Find(string id) => id == ErrorCluster.OtherId ? Other : _clusters.GetValueOrDefault(id) ?? Aliases.Find(id);

    public CentroidTable? FindTable(TableKey key) => _tables.GetValueOrDefault(key);

    public ClusterState? FindCause(string cause, string guardKey) => _causes.GetValueOrDefault((cause, guardKey));

    /// <summary>The cluster of a cause, or else the one of errors that are likely to have it, none of them named.</summary>
    public ClusterState? FindLikely(string cause, string guardKey) =>
        FindCause(cause, guardKey) ?? _likely.GetValueOrDefault((cause, guardKey));

    /// <summary>A new cluster, or null where every place is taken by one that is neither stale nor an operator's.</summary>
    public ClusterState? Open(string firstText, string guardKey, bool hasEvidence, KindVerdict kind, DateTimeOffset at, DateTimeOffset now)
    {
        if (!MakeRoom(now))
        {
            return null;
        }

        var cluster = new ClusterState(++_born, firstText, guardKey, hasEvidence, kind, at);
        _clusters.Add(cluster.Id, cluster);
        return cluster;
    }

    /// <summary>Puts a stored cluster back under its number; null where that is taken or there is no room.</summary>
    public ClusterState? Reopen(int number, string firstText, string guardKey, bool hasEvidence, KindVerdict kind, DateTimeOffset at)
    {
        if (Find(ClusterState.IdOf(number)) is not null || _clusters.Count >= options.CurrentValue.MaxClusters)
        {
            return null;
        }

        _born = Math.Max(_born, number);
        var cluster = new ClusterState(number, firstText, guardKey, hasEvidence, kind, at);
        _clusters.Add(cluster.Id, cluster);
        return cluster;
    }

    public ClusterState OpenOther(DateTimeOffset at) => Other ??= new ClusterState(0, "", "", hasEvidence: false, default, at);

    /// <summary>Gives a cluster a place among the vectors.</summary>
    public ClusterCell Settle(ClusterState cluster, TableKey key, bool isAdapted, float[] anchor, bool byOperator = false)
    {
        if (!_tables.TryGetValue(key, out var table))
        {
            table = new CentroidTable(key, isAdapted, anchor.Length);
            _tables.Add(key, table);
        }

        var cell = new ClusterCell(cluster, anchor) { ByOperator = byOperator };
        table.Add(cell, anchor);
        cluster.AddCell(cell);
        return cell;
    }

    /// <summary>Lets a cluster stand for a wording too: by a centroid of its own that is near, else by a new one.</summary>
    public void Settle(ClusterState cluster, Representative wording, bool byOperator)
    {
        if (wording.Place is not { } place)
        {
            return;
        }

        var thresholds = ClusteringThresholds.Of(options.CurrentValue, wording.IsAdapted);
        if (FindTable(place)?.FindNearest(wording.Vector.Span, cell => cell.Cluster == cluster)
                is { Cell: { } near, Similarity: var similarity }
            && similarity >= thresholds.Group)
        {
            Join(near, wording.Vector.Span, thresholds);
        }
        else
        {
            Settle(cluster, place, wording.IsAdapted, wording.Vector.ToArray(), byOperator);
        }
    }

    public void RemoveCell(ClusterCell cell)
    {
        cell.Cluster.RemoveCell(cell);
        cell.Table.Remove(cell);
        if (cell.Table.Cells.Count == 0)
        {
            _tables.Remove(cell.Table.Key);
        }
    }

    /// <summary>Sends all errors of a known cause to a cluster.</summary>
    public void BindCause(string cause, ClusterState cluster)
    {
        if (FindCause(cause, cluster.GuardKey) is { } before && before != cluster)
        {
            before.RemoveCause(cause);
        }

        if (_likely.TryGetValue((cause, cluster.GuardKey), out var likely))
        {
            ForgetLikely(likely);
        }

        _causes[(cause, cluster.GuardKey)] = cluster;
        cluster.AddCause(cause);
    }

    /// <summary>Sends the errors that are likely to have a cause to a cluster, until one is named after it.</summary>
    public void ExpectCause(string cause, ClusterState cluster)
    {
        _likely[(cause, cluster.GuardKey)] = cluster;
        cluster.LikelyCause = cause;
    }

    /// <summary>Moves a centroid towards a wording that is new to it.</summary>
    public void Join(ClusterCell cell, ReadOnlySpan<float> vector, ClusteringThresholds thresholds)
    {
        var weighed = Math.Min(cell.Wordings, options.CurrentValue.MeanCap);
        Centroid.Move(cell.Centroid, vector, cell.Anchor, 1f / (weighed + 1), (float)thresholds.Anchor);
        cell.Wordings++;
        cell.Moved = true;
    }

    /// <summary>One cluster goes into another with its counts, cells, causes and fingerprints; its id becomes an alias.</summary>
    /// <param name="keepNear">Whether what was near enough to its cluster to act is still so in the other.</param>
    public void Merge(ClusterState survivor, ClusterState merged, bool keepNear, DateTimeOffset now)
    {
        foreach (var cell in merged.Cells.ToArray())
        {
            cell.Cluster = survivor;
            survivor.AddCell(cell);
            merged.RemoveCell(cell);
        }

        // Before the causes come over: which of the two had one decides on the kind.
        survivor.Absorb(merged, options.CurrentValue.Representatives, now);
        foreach (var cause in merged.Causes.ToArray())
        {
            BindCause(cause, survivor);
        }

        if (merged.LikelyCause is { } likely)
        {
            ForgetLikely(merged);
            if (survivor.LikelyCause is null)
            {
                ExpectCause(likely, survivor);
            }
        }

        _clusters.Remove(merged.Id);
        Memberships.Move(merged, survivor, keepNear);
        Aliases.Add(merged, survivor);
        Separations.Move(merged, survivor);
    }

    /// <summary>
    /// Two centroids that have come near become one: the survivor's moves towards the other by its part of the wordings, and the other's
    /// row goes. What an operator placed keeps its row.
    /// </summary>
    public void Merge(ClusterCell survivor, ClusterCell other, ClusteringThresholds thresholds, DateTimeOffset now)
    {
        var cap = options.CurrentValue.MeanCap;
        var near = TensorPrimitives.Dot<float>(survivor.Centroid, other.Centroid) >= thresholds.Act;
        var merged = other.Cluster;
        if (!other.ByOperator)
        {
            float mine = Math.Min(survivor.Wordings, cap);
            float theirs = Math.Min(other.Wordings, cap);
            Centroid.Move(survivor.Centroid, other.Centroid, survivor.Anchor, theirs / (mine + theirs), (float)thresholds.Anchor);
            survivor.Wordings += other.Wordings;
            survivor.Moved = true;
            RemoveCell(other);
        }

        Merge(survivor.Cluster, merged, near, now);
    }

    /// <summary>
    /// Gives a place away where all are taken: of a voter that alone feeds more than its share, else of the longest silent stale cluster,
    /// else of any that one voter alone feeds.
    /// </summary>
    private bool MakeRoom(DateTimeOffset now)
    {
        var clustering = options.CurrentValue;
        if (_clusters.Count < clustering.MaxClusters)
        {
            return true;
        }

        var oldest = _clusters.Values.Where(cluster => !cluster.Kept).MinBy(cluster => cluster.Counts.LastSeen);
        var stale = oldest?.Counts.IsStale(clustering.StaleAfter, now) == true ? oldest : null;
        var share = (clustering.MaxClusters / VoterShares) + 1;
        if ((FindLoneliest(clustering, share, now) ?? stale ?? FindLoneliest(clustering, 1, now)) is not { } given)
        {
            return false;
        }

        Forget(given);
        return _clusters.Count < clustering.MaxClusters;
    }

    /// <summary>The least cluster of the voter that alone feeds the most, known causes and what operators touched left out.</summary>
    private ClusterState? FindLoneliest(ClusteringOptions clustering, int atLeast, DateTimeOffset now)
    {
        var heaviest = _clusters.Values
            .Where(cluster => cluster is { OnlyVoter: not null, Kept: false, Causes.Count: 0 })
            .GroupBy(cluster => cluster.OnlyVoter)
            .MaxBy(group => group.Count());
        return heaviest?.Count() >= atLeast
            ? heaviest.MinBy(cluster => (cluster.Counts.Events(clustering, now), cluster.Counts.LastSeen))
            : null;
    }

    private void ForgetLikely(ClusterState cluster)
    {
        if (cluster.LikelyCause is { } cause)
        {
            _likely.Remove((cause, cluster.GuardKey));
            cluster.LikelyCause = null;
        }
    }

    private void Forget(ClusterState cluster)
    {
        foreach (var cell in cluster.Cells.ToArray())
        {
            RemoveCell(cell);
        }

        foreach (var cause in cluster.Causes)
        {
            _causes.Remove((cause, cluster.GuardKey));
        }

        ForgetLikely(cluster);
        _clusters.Remove(cluster.Id);
        Memberships.Forget(cluster);
        Aliases.Forget(cluster);
        Separations.Forget(cluster);
    }
}
