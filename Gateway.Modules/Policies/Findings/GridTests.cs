using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// The tests that a group's scopes are made of: its telling values and the learned cuts. Of values that the very same requests carry only
/// the one is kept that names best where a fault lies (<see cref="TieOrder"/>), and one that all requests carry says something only where it
/// is their route or upstream. A principal is always kept: its scope speaks for itself and needs no votes.
/// </summary>
internal static class GridTests
{
    public static GridTest[] Of(AttributionTable table, IReadOnlyList<KnownValue> values, int minimumFailures, double bound)
    {
        var tests = new List<GridTest>(values.Count);
        foreach (var test in values.Select(ToTest).OrderBy(t => t.Test, Comparer<DimensionTest>.Create(TieOrder.Compare)))
        {
            if (test.Test.Dimension == DimensionNames.Principal || SaysSomething(test, tests, table.Snapshot))
            {
                tests.Add(test);
            }
        }

        return [.. tests, .. SizeCuts.Of(table, tests, minimumFailures, bound)];
    }

    private static GridTest ToTest(KnownValue value) => new(
        new DimensionTest(value.Dimension, TestOperator.Equal, value.Shown), TableSnapshot.RowsOf(value), value.Upstream);

    private static bool SaysSomething(GridTest test, List<GridTest> before, TableSnapshot snapshot)
    {
        snapshot.Budget.Spend(2L * test.Rows.Words.Length);
        return before.TrueForAll(t => t.Test.Dimension == DimensionNames.Principal || !t.Rows.Words.AsSpan().SequenceEqual(test.Rows.Words))
            && (test.Test.Dimension is DimensionNames.Route or DimensionNames.Upstream || test.Rows.Count() < snapshot.Count);
    }
}
