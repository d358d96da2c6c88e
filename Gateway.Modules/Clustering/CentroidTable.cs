using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering;

/// <summary>Which centroids may be compared with each other.</summary>
/// <param name="IsOpaque">Texts without a word about their cause keep to themselves.</param>
internal readonly record struct TableKey(string GuardKey, string Space, bool IsOpaque);

/// <summary>The centroids of one guard key and space, row by row in one array.</summary>
internal sealed class CentroidTable(TableKey key, bool isAdapted, int dimension)
{
    private readonly List<ClusterCell> _cells = [];
    private float[] _rows = new float[dimension * 16];

    public TableKey Key => key;

    /// <summary>Whether the space is an adapter's rather than a model's own.</summary>
    public bool IsAdapted => isAdapted;

    public IReadOnlyList<ClusterCell> Cells => _cells;

    /// <summary>Cells that operators made.</summary>
    public int ByOperator { get; private set; }

    public Span<float> Row(int row) => _rows.AsSpan(row * dimension, dimension);

    /// <summary>Appends a cell with its first centroid. Throws where the vector has another length than the space.</summary>
    public void Add(ClusterCell cell, ReadOnlySpan<float> centroid)
    {
        if (centroid.Length != dimension)
        {
            throw new ArgumentException($"a vector of {centroid.Length} in a space of {dimension}", nameof(centroid));
        }

        var row = _cells.Count;
        if ((row + 1) * dimension > _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        _cells.Add(cell);
        cell.Table = this;
        cell.Row = row;
        ByOperator += cell.ByOperator ? 1 : 0;
        centroid.CopyTo(Row(row));
    }

    /// <summary>Frees a cell's row; the last one moves into its place.</summary>
    public void Remove(ClusterCell cell)
    {
        var last = _cells.Count - 1;
        Row(last).CopyTo(Row(cell.Row));
        _cells[cell.Row] = _cells[last];
        _cells[cell.Row].Row = cell.Row;
        _cells.RemoveAt(last);
        ByOperator -= cell.ByOperator ? 1 : 0;
    }

    /// <summary>The nearest cell by cosine, and how near the best one of another cluster is (-1 where there is none).</summary>
    public Neighbour FindNearest(ReadOnlySpan<float> vector, Func<ClusterCell, bool>? among = null)
    {
        var nearest = new Neighbour(null, -1, -1);
        for (var row = 0; row < _cells.Count; row++)
        {
            var similarity = TensorPrimitives.Dot(vector, Row(row));
            if (similarity <= nearest.RunnerUp || among?.Invoke(_cells[row]) == false)
            {
                continue;
            }

            if (similarity > nearest.Similarity)
            {
                var sameCluster = nearest.Cell?.Cluster == _cells[row].Cluster;
                nearest = new Neighbour(_cells[row], similarity, sameCluster ? nearest.RunnerUp : nearest.Similarity);
            }
            else if (_cells[row].Cluster != nearest.Cell?.Cluster)
            {
                nearest = nearest with { RunnerUp = similarity };
            }
        }

        return nearest;
    }
}

internal readonly record struct Neighbour(ClusterCell? Cell, float Similarity, float RunnerUp);
