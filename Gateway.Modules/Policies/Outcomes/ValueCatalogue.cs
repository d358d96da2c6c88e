namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// The values that occur in the table, each held once. A value goes with the last row that carries it, so that the table's bound is
/// this one's too. One thread at a time.
/// </summary>
internal sealed class ValueCatalogue
{
    private readonly Dictionary<ValueKey, KnownValue> _values = [];

    /// <summary>Bytes of all entries.</summary>
    public long Bytes { get; private set; }

    /// <summary>The values of a request that a scope can be made of.</summary>
    public KnownValue[] Take(ReadOnlySpan<DimensionValue> dimensions, string upstream)
    {
        var taken = new KnownValue[CountCandidates(dimensions)];
        var next = 0;
        foreach (var dimension in dimensions)
        {
            if (IsCandidate(dimension))
            {
                taken[next++] = Take(dimension, upstream);
            }
        }

        return taken;
    }

    public void Release(KnownValue[] values)
    {
        foreach (var value in values)
        {
            if (--value.Rows == 0)
            {
                Bytes -= value.Bytes;
                _values.Remove(value.Key);
            }
        }
    }

    private KnownValue Take(DimensionValue dimension, string upstream)
    {
        var key = ValueKey.Of(dimension.Dimension, dimension.Value, upstream);
        if (!_values.TryGetValue(key, out var known))
        {
            _values[key] = known = new KnownValue(key, dimension, ValueKey.IsWithinUpstream(dimension.Dimension) ? upstream : null);
            Bytes += known.Bytes;
        }
        else if (known.Shown != dimension.Value)
        {
            Bytes -= known.Bytes;
            known.Show(dimension.Value);
            Bytes += known.Bytes;
        }

        known.Rows++;
        return known;
    }

    private static int CountCandidates(ReadOnlySpan<DimensionValue> dimensions)
    {
        var count = 0;
        foreach (var dimension in dimensions)
        {
            count += IsCandidate(dimension) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Folded values stand for many and make no scope; sizes stay numbers, which scopes compare with a learned cut.</summary>
    private static bool IsCandidate(DimensionValue value) =>
        value.Dimension != DimensionNames.BodyBytes && value.Value != DimensionNames.Folded
        && !(value.Dimension == DimensionNames.Path && value.Value.EndsWith(DimensionNames.Folded, StringComparison.Ordinal));
}
