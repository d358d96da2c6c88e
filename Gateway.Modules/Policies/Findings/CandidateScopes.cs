using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>The scopes of a grid that might be a group's cause, with what would follow and the bound that this asks for.</summary>
internal sealed class CandidateScopes(AttributionOptions options, PoliciesOptions policies)
{
    public List<Candidate> In(EvidenceGrid grid, AttributionTable table, int mostTests, int minimumFailures)
    {
        var candidates = new List<Candidate>();
        foreach (var mask in grid.FrequentScopes(mostTests, minimumFailures))
        {
            var (scope, rows, upstream) = (grid.ScopeOf(mask), grid.RowsOf(mask), grid.UpstreamOf(mask));
            if (MayBeCause(scope, upstream, rows, table))
            {
                var verdict = RuleBook.Decide(table.Group, scope, policies);
                var bound = AttributionGates.BoundOf(table.Group, scope, verdict.Action, options);
                candidates.Add(new Candidate(
                    mask, rows, scope, upstream, verdict, bound, grid.CountsOf(rows, null), grid.FootprintOf(rows)));
            }
        }

        return candidates;
    }

    /// <summary>
    /// A destination stands alone and only where there is a choice. A method that fails behind several upstreams is no cause: each of them
    /// is one. What offends a content policy is what is said, not how much. Inside what policies explain only single clients are looked
    /// for.
    /// </summary>
    private static bool MayBeCause(Scope scope, string? upstream, ScopeRows rows, AttributionTable table)
    {
        if (scope.Names(DimensionNames.Destination)
            && (scope.Tests.Length > 1 || upstream is null || !table.Snapshot.HasDestinationChoice(upstream)))
        {
            return false;
        }

        if (scope.Tests is [{ Dimension: DimensionNames.Method }] && RiskRatio.UpstreamsOf(rows, table).Count > 1)
        {
            return false;
        }

        if (table.Group.Kind == ErrorKind.ContentPolicy && scope.Names(DimensionNames.BodyBytes))
        {
            return false;
        }

        return !table.IsInsidePolicies || scope.Names(DimensionNames.Principal);
    }
}
