namespace Gateway.Modules.Policies.Outcomes;

/// <summary>A value of a dimension as the table holds it: one object for all rows that carry it.</summary>
internal sealed class KnownValue(ValueKey key, DimensionValue shown, string? upstream)
{
    /// <summary>What an entry costs beside its text, give or take: the object, its place in the catalogue, two strings' headers.</summary>
    private const int Overhead = 160;

    private volatile string _shown = shown.Value;

    public ValueKey Key { get; } = key;

    public string Dimension { get; } = shown.Dimension;

    /// <summary>The upstream of a destination; null for other dimensions.</summary>
    public string? Upstream { get; } = upstream;

    /// <summary>The newest way of writing it, which is the most open one.</summary>
    public string Shown => _shown;

    /// <summary>Rows that carry it; kept by the catalogue.</summary>
    public int Rows { get; set; }

    /// <summary>Notes of one evaluation, which runs on one thread; see <see cref="TableSnapshot"/>.</summary>
    public ValueNotes Notes { get; } = new();

    public int Bytes => Overhead + (2 * (Dimension.Length + _shown.Length));

    public void Show(string value) => _shown = value;
}

/// <summary>What an evaluation notes about a value. Worthless once the evaluation is another.</summary>
internal sealed class ValueNotes
{
    public TableSnapshot? Evaluation { get; set; }

    public int Successes { get; set; }

    public int Failures { get; set; }

    /// <summary>The rows that carry it, where they were looked up.</summary>
    public RowSet? Rows { get; set; }
}
