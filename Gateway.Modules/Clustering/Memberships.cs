namespace Gateway.Modules.Clustering;

/// <summary>
/// Which cluster each known fingerprint went to, and whether it was near enough to act on. Keeps <see cref="FingerprintMap"/> in
/// step. Guarded by the engine's lock; the oldest entry gives way.
/// </summary>
internal sealed class Memberships(int capacity, FingerprintMap map)
{
    private readonly Dictionary<Fingerprint, Membership> _entries = [];
    private readonly Queue<Fingerprint> _byAge = new();

    public bool TryGet(Fingerprint fingerprint, out Membership membership) => _entries.TryGetValue(fingerprint, out membership);

    public void Set(Fingerprint fingerprint, Membership membership)
    {
        var isNew = !_entries.ContainsKey(fingerprint);
        _entries[fingerprint] = membership;
        map.Set(fingerprint, membership.Cluster.Id);
        if (!isNew)
        {
            return;
        }

        _byAge.Enqueue(fingerprint);
        if (_byAge.Count > capacity)
        {
            Remove(_byAge.Dequeue());
        }
    }

    /// <summary>Points every fingerprint of one cluster to another; none is near any more where the two are too far apart to act.</summary>
    public void Move(ClusterState from, ClusterState to, bool keepNear)
    {
        foreach (var (fingerprint, membership) in Of(from))
        {
            _entries[fingerprint] = membership with { Cluster = to, Near = membership.Near && keepNear };
            map.Set(fingerprint, to.Id);
        }
    }

    public void Forget(ClusterState cluster)
    {
        foreach (var (fingerprint, _) in Of(cluster))
        {
            Remove(fingerprint);
        }
    }

    private List<KeyValuePair<Fingerprint, Membership>> Of(ClusterState cluster) =>
        [.. _entries.Where(entry => entry.Value.Cluster == cluster)];

    private void Remove(Fingerprint fingerprint)
    {
        _entries.Remove(fingerprint);
        map.Remove(fingerprint);
    }
}

/// <param name="Near">Whether the fingerprint was near enough to its cluster to act on when it first came.</param>
/// <param name="Cause">What the catalogue said about it then.</param>
/// <param name="ByOperator">Whether an operator put it there: then it stays.</param>
internal readonly record struct Membership(ClusterState Cluster, bool Near, CauseVerdict? Cause, bool ByOperator = false);
