using System.Numerics.Tensors;
using Gateway.Modules.Contracts;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Incremental spherical k-means whose k grows by a threshold: DP-means (Kulis and Jordan, "Revisiting k-means", ICML 2012) over
/// unit vectors, in one pass. A known fingerprint goes where it went before. A new one joins the nearest centroid of its guard key
/// and space when the cosine reaches <see cref="ClusteringOptions.GroupThreshold"/>, else it opens a cluster. Grouping is for people;
/// acting asks for more: <see cref="ClusteringOptions.ActThreshold"/>, and <see cref="ClusteringOptions.ActMargin"/> over the runner-up.
/// </summary>
/// <remarks>
/// Every distinct wording moves the centroid once, however often it repeats: a loud wording must not pull a cluster its way.
/// One short lock guards everything, since readers are few and none is a request's thread. Ids follow from the order of the input alone.
/// </remarks>
internal sealed class ClusteringEngine : IClusteringEngine
{
    private const int AliasesPerCluster = 4;

    private readonly IOptionsMonitor<GatewayOptions> _options;
    private readonly KindClassifier _kinds;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ClusterState> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<(string GuardKey, string Space), CentroidTable> _tables = [];
    private readonly Memberships _memberships;
    private readonly Aliases _aliases;
    private RateMeter _traffic = new(ClusterState.ShortMemory);
    private ClusterState? _other;
    private int _born;

    public ClusteringEngine(IOptionsMonitor<GatewayOptions> options, FingerprintMap map, KindClassifier kinds, TimeProvider time)
    {
        _options = options;
        _kinds = kinds;
        _time = time;
        _memberships = new Memberships(options.CurrentValue.Sampler.MaxFingerprints, map);
        _aliases = new Aliases(options.CurrentValue.Clustering.MaxClusters * AliasesPerCluster);
    }

    public ClusterAssignment Process(in ClusterEvent item)
    {
        var options = _options.CurrentValue.Clustering;
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var (cluster, similarity, near, isNew) = Assign(item, options, now);
            cluster.Count(item.Status, item.Weight, Earlier(item.At, now));
            return new ClusterAssignment(cluster.Id, similarity, near && cluster.MayAct, isNew);
        }
    }

    public ErrorCluster? GetCluster(string id)
    {
        var options = _options.CurrentValue.Clustering;
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var cluster = id == ErrorCluster.OtherId ? _other : _clusters.GetValueOrDefault(id) ?? _aliases.Find(id);
            return cluster?.Show(options, _traffic.PerSecond(now), now);
        }
    }

    public IReadOnlyList<ErrorCluster> GetAllClusters()
    {
        var options = _options.CurrentValue.Clustering;
        var now = _time.GetUtcNow();
        var shown = new List<(ErrorCluster Cluster, int Number)>();
        lock (_gate)
        {
            var traffic = _traffic.PerSecond(now);
            foreach (var cluster in _clusters.Values)
            {
                shown.Add((cluster.Show(options, traffic, now), cluster.Number));
            }

            if (_other is not null)
            {
                shown.Add((_other.Show(options, traffic, now), int.MaxValue));
            }
        }

        return [.. shown.OrderByDescending(item => item.Cluster.Severity).ThenBy(item => item.Number).Select(item => item.Cluster)];
    }

    public int ReCluster()
    {
        var options = _options.CurrentValue.Clustering;
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var merged = 0;
            foreach (var table in _tables.Values)
            {
                while (FindMergeable(table, options.GroupThreshold) is var (survivor, other))
                {
                    Merge(survivor, other, options, now);
                    merged++;
                }
            }

            return merged;
        }
    }

    public void CountTraffic(double weight, DateTimeOffset at)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            _traffic.Add(weight, Earlier(at, now));
        }
    }

    /// <summary>A clock that runs ahead on another replica must not make a cluster look fresh for ever.</summary>
    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    private Placement Assign(in ClusterEvent item, ClusteringOptions options, DateTimeOffset now)
    {
        var error = item.Error;
        // An error that first came without a vector is placed anew when it brings one.
        if (_memberships.TryGet(error.Fingerprint, out var known) && (known.Cluster.Anchor is not null || item.Embedding is null))
        {
            return new Placement(known.Cluster, 1, known.Near, IsNew: false);
        }

        if (item.Embedding is not { } embedding
            || !_tables.TryGetValue((error.GuardKey, embedding.Space), out var table)
            || table.FindNearest(embedding.Vector.Span) is not { Cluster: { } cluster } nearest
            || nearest.Similarity < options.GroupThreshold)
        {
            return Open(item, options, now);
        }

        Join(cluster, embedding.Vector.Span, options);
        cluster.Represent(error, options.Representatives);
        var near = nearest.Similarity >= options.ActThreshold && nearest.Similarity - nearest.RunnerUp >= options.ActMargin;
        _memberships.Set(error.Fingerprint, new Membership(cluster, near));
        return new Placement(cluster, nearest.Similarity, near, IsNew: false);
    }

    private Placement Open(in ClusterEvent item, ClusteringOptions options, DateTimeOffset now)
    {
        if (!MakeRoom(options, now))
        {
            // Not remembered: once there is room, the same error gets a cluster of its own.
            _other ??= new ClusterState(0, item.Error, null, default, Earlier(item.At, now));
            _other.Represent(item.Error, options.Representatives);
            return new Placement(_other, 0, Near: false, IsNew: false);
        }

        var kind = _kinds.Classify(item.Embedding, item.Error.GuardKey, item.Status);
        var cluster = new ClusterState(++_born, item.Error, item.Embedding?.Vector.ToArray(), kind, Earlier(item.At, now));
        if (item.Embedding is { } embedding)
        {
            cluster.Table = FindTable(cluster.GuardKey, embedding);
            cluster.Row = cluster.Table.Add(cluster, cluster.Anchor);
        }

        _clusters.Add(cluster.Id, cluster);
        cluster.Represent(item.Error, options.Representatives);
        _memberships.Set(item.Error.Fingerprint, new Membership(cluster, Near: true));
        return new Placement(cluster, 1, Near: true, IsNew: true);
    }

    private static void Join(ClusterState cluster, ReadOnlySpan<float> vector, ClusteringOptions options)
    {
        var weighed = Math.Min(cluster.Wordings, options.MeanCap);
        Centroid.Move(cluster.Table!.Row(cluster.Row), vector, cluster.Anchor, 1f / (weighed + 1), (float)options.AnchorThreshold);
        cluster.Wordings++;
    }

    /// <summary>Gives the place of the longest silent stale cluster away where all are taken.</summary>
    private bool MakeRoom(ClusteringOptions options, DateTimeOffset now)
    {
        if (_clusters.Count < options.MaxClusters)
        {
            return true;
        }

        var oldest = _clusters.Values.MinBy(cluster => cluster.LastSeen);
        if (oldest is null || !oldest.IsStale(options.StaleAfter, now))
        {
            return false;
        }

        Remove(oldest);
        _memberships.Forget(oldest);
        _aliases.Forget(oldest);
        return _clusters.Count < options.MaxClusters;
    }

    private void Remove(ClusterState cluster)
    {
        _clusters.Remove(cluster.Id);
        if (cluster.Table is { } table)
        {
            table.Remove(cluster.Row);
            if (table.Count == 0)
            {
                _tables.Remove((table.GuardKey, table.Space));
            }
        }
    }

    private CentroidTable FindTable(string guardKey, Contracts.Embedding embedding)
    {
        if (!_tables.TryGetValue((guardKey, embedding.Space), out var table))
        {
            table = new CentroidTable(guardKey, embedding.Space, embedding.Vector.Length);
            _tables.Add((guardKey, embedding.Space), table);
        }

        return table;
    }

    /// <summary>The first pair, oldest clusters first, that is nearer than the threshold.</summary>
    private static (ClusterState Survivor, ClusterState Other)? FindMergeable(CentroidTable table, double threshold)
    {
        var byAge = Enumerable.Range(0, table.Count).OrderBy(row => table[row].Number).ToArray();
        for (var i = 0; i < byAge.Length; i++)
        {
            for (var j = i + 1; j < byAge.Length; j++)
            {
                if (TensorPrimitives.Dot<float>(table.Row(byAge[i]), table.Row(byAge[j])) >= threshold)
                {
                    return (table[byAge[i]], table[byAge[j]]);
                }
            }
        }

        return null;
    }

    private void Merge(ClusterState survivor, ClusterState other, ClusteringOptions options, DateTimeOffset now)
    {
        var centroid = other.Table!.Row(other.Row).ToArray();
        var target = survivor.Table!.Row(survivor.Row);
        var canAct = TensorPrimitives.Dot(centroid, target) >= options.ActThreshold;
        float mine = Math.Min(survivor.Wordings, options.MeanCap);
        float theirs = Math.Min(other.Wordings, options.MeanCap);
        Centroid.Move(target, centroid, survivor.Anchor, theirs / (mine + theirs), (float)options.AnchorThreshold);
        survivor.Absorb(other, options.Representatives, now);
        Remove(other);
        _memberships.Move(other, survivor, canAct);
        _aliases.Add(other, survivor);
    }

    private readonly record struct Placement(ClusterState Cluster, double Similarity, bool Near, bool IsNew);
}
