using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// P(fail) inside a scope over P(fail) outside it and the union of the chosen scopes: the rest of the same upstreams; where too little
/// is there, all other upstreams; else the scope itself before the cluster's first error.
/// </summary>
internal static class RiskRatio
{
    /// <summary>P(fail) outside is never taken for less: an outside without one failure is not infinitely better.</summary>
    private const double Floor = 0.01;

    /// <summary>Least outcomes with which any comparison is made.</summary>
    private const int LeastOutside = 5;

    /// <param name="rows">Rows of the window.</param>
    /// <param name="enough">Outcomes of an outside that need no others beside them.</param>
    /// <returns>Null when there is nothing to compare with; the more is chosen, the less there is.</returns>
    public static double? Of(Finding finding, Candidate candidate, AttributionTable table, RowSet union, int rows, int enough)
    {
        var upstreams = UpstreamsOf(candidate.Rows, table);
        ScopeCount sameUpstream = default, elsewhere = default, before = default;
        for (var i = 0; i < table.Length; i++)
        {
            if (table.FailedAt(i) is not { } failed)
            {
                continue;
            }

            var row = table.Rows[i];
            if (row.At < table.Onset && candidate.Rows.Contains(i))
            {
                before.Add(ScopeCount.Of(failed, row.Weight));
            }

            if (i < rows && !union.Contains(i) && !candidate.Rows.Contains(i))
            {
                (upstreams.Contains(row.Upstream) ? ref sameUpstream : ref elsewhere).Add(ScopeCount.Of(failed, row.Weight));
            }
        }

        table.Snapshot.Budget.Spend(4L * table.Length);
        var outside = sameUpstream.Total >= enough || table.IsInsidePolicies ? sameUpstream
            : elsewhere.Total >= enough && !candidate.Scope.Names(DimensionNames.Destination) ? elsewhere
            : before.Total >= LeastOutside ? before
            : sameUpstream;
        return outside.Total >= LeastOutside ? Between(finding.Count, outside) : null;
    }

    public static double Between(in ScopeCount inside, in ScopeCount outside) =>
        inside.FailureShare / Math.Max(Floor, outside.FailureShare);

    /// <summary>The upstreams behind which a scope fails.</summary>
    public static HashSet<string> UpstreamsOf(ScopeRows rows, AttributionTable table)
    {
        var upstreams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < table.Length; i++)
        {
            if (table.Failed.Contains(i) && rows.Contains(i))
            {
                upstreams.Add(table.Rows[i].Upstream);
            }
        }

        return upstreams;
    }
}
