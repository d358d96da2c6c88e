using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>A scope that might be the cause.</summary>
/// <param name="Mask">Its tests in the grid.</param>
/// <param name="Upstream">The upstream of the destination it names.</param>
/// <param name="Counts">Its counts in each window.</param>
/// <param name="Footprint">Requests of the scope that arrived in the longest window, refused ones included.</param>
internal sealed record Candidate(
    ulong Mask, ScopeRows Rows, Scope Scope, string? Upstream, RuleVerdict Verdict, double Bound, ScopeCount[] Counts, double Footprint)
{
    /// <summary>Refused failures less refused successes at the exchange rate b/(1-b) at which the scope would be just worth it.</summary>
    public double ScoreOf(in ScopeCount count) => count.FailedWeight - (Bound / (1 - Math.Min(Bound, 0.99)) * count.SucceededWeight);
}

/// <summary>A candidate with its counts in one window, without what others have covered already.</summary>
internal sealed record Ranked(Candidate Candidate, ScopeCount Count)
{
    public double Score { get; } = Candidate.ScoreOf(Count);
}
