namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Which of several tests that select the same requests names best where a fault lies: the order of dimensions, but the method last.
/// Nothing fails because it is a GET while everything happens to be one.
/// </summary>
internal static class TieOrder
{
    public static int Compare(DimensionTest a, DimensionTest b)
    {
        var order = RankOf(a.Dimension).CompareTo(RankOf(b.Dimension));
        order = order != 0 ? order : string.CompareOrdinal(a.Dimension, b.Dimension);
        return order != 0 ? order : string.CompareOrdinal(a.Value, b.Value);
    }

    /// <summary>The better named first: fewer tests, then test by test.</summary>
    public static int Compare(Scope a, Scope b)
    {
        if (a.Tests.Length != b.Tests.Length)
        {
            return a.Tests.Length.CompareTo(b.Tests.Length);
        }

        DimensionTest[] left = [.. a.Tests.Order(Tests)], right = [.. b.Tests.Order(Tests)];
        return left.Zip(right, Compare).FirstOrDefault(order => order != 0);
    }

    private static readonly Comparer<DimensionTest> Tests = Comparer<DimensionTest>.Create(Compare);

    private static int RankOf(string dimension) =>
        dimension == DimensionNames.Method ? int.MaxValue : DimensionNames.RankOf(dimension);
}
