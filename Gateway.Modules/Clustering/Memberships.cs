using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Which cluster each known fingerprint went to, and whether it was near enough to act on. Keeps <see cref="FingerprintMap"/> in
/// step. Guarded by the engine's lock.
/// </summary>
internal sealed class Memberships(int capacity, FingerprintMap map)
{
    private readonly BoundedMap<Fingerprint, Membership> _entries = new(capacity);

    public bool TryGet(Fingerprint fingerprint, out Membership membership) => _entries.TryTouch(fingerprint, out membership);

    public void Set(Fingerprint fingerprint, Membership membership)
    {
        if (_entries.Set(fingerprint, membership, out var gone))
        {
            map.Remove(gone.Key);
        }

        map.Set(fingerprint, membership.Cluster.Id);
    }

    /// <summary>Points every fingerprint of one cluster to another; none is near any more where the two are too far apart to act.</summary>
    public void Move(ClusterState from, ClusterState to, bool keepNear)
    {
        foreach (var (fingerprint, membership) in Of(from))
        {
            Set(fingerprint, membership with { Cluster = to, Near = membership.Near && keepNear });
        }
    }

    public void Forget(ClusterState cluster)
    {
        foreach (var (fingerprint, _) in Of(cluster))
        {
            _entries.Remove(fingerprint, out _);
            map.Remove(fingerprint);
        }
    }

    private List<KeyValuePair<Fingerprint, Membership>> Of(ClusterState cluster) =>
        [.. _entries.Entries.Where(entry => entry.Value.Cluster == cluster)];
}

/// <param name="Near">Whether the fingerprint was near enough to its cluster to act on when it first came.</param>
/// <param name="Cause">What the catalogue said about it then.</param>
/// <param name="ByOperator">Whether an operator put it there: then it stays.</param>
internal readonly record struct Membership(ClusterState Cluster, bool Near, CauseVerdict? Cause, bool ByOperator = false);
