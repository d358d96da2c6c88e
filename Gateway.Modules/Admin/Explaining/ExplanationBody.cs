namespace Gateway.Modules.Admin.Explaining;

/// <summary>What would become of a request.</summary>
/// <param name="Dimensions">By name; of a parameter that is there several times, all values.</param>
/// <param name="Decision"><c>forward</c>, <c>refuse</c> or <c>reroute</c>.</param>
internal sealed record ExplanationBody(
    IReadOnlyDictionary<string, string> Dimensions, IReadOnlyList<ExplainedPolicyBody> Policies, string Decision)
{
    public static ExplanationBody Of(RequestExplanation explanation) => new(
        explanation.Dimensions
            .GroupBy(d => d.Dimension, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(d => d.Value)), StringComparer.Ordinal),
        [.. explanation.Policies.Select(p => new ExplainedPolicyBody(p.Id, p.Matches, p.Mode, p.Action, p.State, p.AdmittedShare))],
        explanation.Fate switch
        {
            RequestFate.Refuse => "refuse",
            RequestFate.Reroute => "reroute",
            _ => "forward",
        });
}

/// <param name="AdmittedShare">Share of what matches that it lets through now, from 0 to 1.</param>
internal sealed record ExplainedPolicyBody(
    string Id, bool Matches, PolicyMode Mode, PolicyAction Action, BreakerState State, double AdmittedShare);
