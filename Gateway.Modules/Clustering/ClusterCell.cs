namespace Gateway.Modules.Clustering;

/// <summary>
/// A centroid with its anchor. Most clusters have one; a cluster that an operator merged keeps those of both, also of two spaces, so
/// that what would have gone to either goes to the one that is left. Guarded by the engine's lock.
/// </summary>
internal sealed class ClusterCell(ClusterState cluster, float[] anchor)
{
    public ClusterState Cluster { get; set; } = cluster;

    /// <summary>The first vector, never changed.</summary>
    public float[] Anchor => anchor;

    public CentroidTable Table { get; set; } = null!;

    public int Row { get; set; }

    /// <summary>Distinct wordings in the centroid's mean.</summary>
    public int Wordings { get; set; } = 1;

    /// <summary>Whether it moved since the clusters were last refined.</summary>
    public bool Moved { get; set; } = true;

    /// <summary>Whether an operator made it: then it takes what is near it even where a known cause would.</summary>
    public bool ByOperator { get; init; }

    public Span<float> Centroid => Table.Row(Row);
}
