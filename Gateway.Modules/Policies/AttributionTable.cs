using System.Collections.Immutable;

namespace Gateway.Modules.Policies;

/// <summary>
/// The table as one group of wordings sees it. Failures of the group count, successes count against; failures of others
/// leave the table (neither failure nor success: another fault says nothing about this one), and so do failures that a live
/// policy of the group explains already.
/// </summary>
internal sealed class AttributionTable(
    IReadOnlyList<OutcomeRow> rows,
    ClusterGroup group,
    IReadOnlyList<ImmutableArray<ValueKey>> explained,
    Func<WordingKey, WordingKey> current,
    DateTimeOffset now,
    DateTimeOffset onset)
{
    /// <summary>Newest first.</summary>
    public IReadOnlyList<OutcomeRow> Rows => rows;

    public ClusterGroup Group => group;

    public DateTimeOffset Now => now;

    public DateTimeOffset Onset => onset;

    /// <summary>True failure of the group, false success, null neither.</summary>
    public bool? Failed(OutcomeRow row) => row.Kind switch
    {
        RowKind.Success => false,
        RowKind.Failure when row.Wording is { } wording && group.Contains(current(wording)) =>
            explained.Any(row.Matches) ? null : true,
        _ => null,
    };
}
