using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>One test that scopes are made of, with the rows that pass it.</summary>
/// <param name="Upstream">The upstream of a destination; null for other dimensions.</param>
internal sealed record GridTest(DimensionTest Test, RowSet Rows, string? Upstream)
{
    /// <summary>Whether it compares with a learned cut.</summary>
    public bool IsCut => Test.Operator == TestOperator.AtLeast;
}
