namespace Gateway.Modules.Clustering.Operators;

/// <summary>
/// Pairs of clusters that an operator took apart: they are never merged again, but by an operator. Guarded by the engine's lock.
/// </summary>
internal sealed class Separations
{
    private readonly HashSet<(int Older, int Younger)> _pairs = [];

    public bool Contains(ClusterState one, ClusterState two) => _pairs.Contains(PairOf(one.Number, two.Number));

    public void Add(int one, int two) => _pairs.Add(PairOf(one, two));

    public void Remove(ClusterState one, ClusterState two) => _pairs.Remove(PairOf(one.Number, two.Number));

    /// <summary>What was kept apart from <paramref name="merged"/> is kept apart from the cluster it went into.</summary>
    public void Move(ClusterState merged, ClusterState survivor)
    {
        foreach (var other in Of(merged))
        {
            _pairs.Remove(PairOf(merged.Number, other));
            if (other != survivor.Number)
            {
                Add(other, survivor.Number);
            }
        }
    }

    public void Forget(ClusterState cluster) => _pairs.RemoveWhere(pair => pair.Older == cluster.Number || pair.Younger == cluster.Number);

    /// <summary>Numbers of the clusters that this one is kept apart from.</summary>
    public IReadOnlyList<int> Of(ClusterState cluster) =>
        [.. _pairs.Where(pair => pair.Older == cluster.Number || pair.Younger == cluster.Number)
            .Select(pair => pair.Older == cluster.Number ? pair.Younger : pair.Older)
            .Order()];

    private static (int Older, int Younger) PairOf(int one, int two) => one < two ? (one, two) : (two, one);
}
