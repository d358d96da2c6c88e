using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering;

/// <summary>The centroids that may be compared with each other (one guard key, one space), row by row in one array.</summary>
internal sealed class CentroidTable(string guardKey, string space, int dimension)
{
    private readonly List<ClusterState> _clusters = [];
    private float[] _rows = new float[dimension * 16];

    public string GuardKey => guardKey;

    public string Space => space;

    public int Count => _clusters.Count;

    public ClusterState this[int row] => _clusters[row];

    public Span<float> Row(int row) => _rows.AsSpan(row * dimension, dimension);

    /// <summary>Appends a cluster with its first centroid and returns the row.</summary>
    public int Add(ClusterState cluster, ReadOnlySpan<float> centroid)
    {
        var row = _clusters.Count;
        if ((row + 1) * dimension > _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        _clusters.Add(cluster);
        centroid.CopyTo(Row(row));
        return row;
    }

    /// <summary>Frees a row; the last one moves into its place.</summary>
    public void Remove(int row)
    {
        var last = _clusters.Count - 1;
        Row(last).CopyTo(Row(row));
        _clusters[row] = _clusters[last];
        _clusters[row].Row = row;
        _clusters.RemoveAt(last);
    }

    /// <summary>The nearest centroid by cosine, and how near the second one is (-1 where there is none).</summary>
    public Neighbour FindNearest(ReadOnlySpan<float> vector)
    {
        var nearest = new Neighbour(null, -1, -1);
        for (var row = 0; row < _clusters.Count; row++)
        {
            var similarity = TensorPrimitives.Dot(vector, Row(row));
            if (similarity > nearest.Similarity)
            {
                nearest = new Neighbour(_clusters[row], similarity, nearest.Similarity);
            }
            else if (similarity > nearest.RunnerUp)
            {
                nearest = nearest with { RunnerUp = similarity };
            }
        }

        return nearest;
    }
}

internal readonly record struct Neighbour(ClusterState? Cluster, float Similarity, float RunnerUp);
