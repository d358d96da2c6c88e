using Gateway.Modules.Policies.Outcomes;


namespace Gateway.Modules.Policies.Findings;

/// <summary>A scope that might be the cause.</summary>
internal sealed record Candidate(ScopeRows Rows, Scope Scope, RuleVerdict Verdict, double Bound, double Footprint)
{
    /// <summary>
    /// Healthy requests the scope would refuse, as a share of all requests. A limiter admits what works and costs nothing here.
    /// </summary>
    public double ExpectedFalseKills(in ScopeCount count, EvidenceGrid grid) =>
        Verdict.Action is PolicyAction.Limit or PolicyAction.Observe or PolicyAction.Eject || grid.Arrivals <= 0
            ? 0
            : Footprint / grid.Arrivals * (1 - count.FailureShare);
}

/// <summary>A candidate with its counts in one window.</summary>
internal sealed record Ranked(Candidate Candidate, ScopeCount Count)
{
    /// <summary>Refused failures less refused successes at the exchange rate b/(1-b) at which the scope would be just worth it.</summary>
    public double Score { get; } =
        Count.FailedWeight - (Candidate.Bound / (1 - Math.Min(Candidate.Bound, 0.99)) * Count.SucceededWeight);

    public static readonly Comparer<Ranked> BestFirst = Comparer<Ranked>.Create((a, b) =>
    {
        var order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Candidate.Footprint.CompareTo(b.Candidate.Footprint);
        order = order != 0 ? order : a.Candidate.Scope.Tests.Length.CompareTo(b.Candidate.Scope.Tests.Length);
        return order != 0 ? order : CompareTests(a.Candidate.Scope, b.Candidate.Scope);
    });

    private static int CompareTests(Scope a, Scope b)
    {
        for (var i = 0; i < a.Tests.Length; i++)
        {
            var order = DimensionNames.Compare(a.Tests[i].Dimension, b.Tests[i].Dimension);
            order = order != 0 ? order : string.CompareOrdinal(a.Tests[i].Value, b.Tests[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
