using System.Globalization;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>Puts into words and shapes why a policy refuses.</summary>
internal static class Refusal
{
    public const string TypePrefix = "urn:llm-aware-gateway:";

    public static RefusalProblem ProblemOf(LivePolicy live, string traceId, RefusalDetail detail)
    {
        var policy = live.Policy;
        var action = ActionOf(policy);
        var terse = new RefusalProblem
        {
            Type = TypePrefix + action,
            Title = TitleOf(policy),
            Status = StatusOf(policy),
            TraceId = traceId,
            PolicyId = policy.Id,
        };
        return detail == RefusalDetail.Terse ? terse : terse with
        {
            Detail = DetailOf(policy),
            Action = action,
            Clusters = [.. policy.Clusters.Select(c => new RefusalCluster(c.Id, c.Label, c.Kind.ToString()))],
            Scope = [.. policy.Scope.Tests.Select(t => new RefusalTest(t.Dimension, t.OperatorText, t.Value))],
            ScopeText = policy.Scope.Text,
            Evidence = policy.Evidence is { } evidence ? EvidenceOf(evidence, live.State.Breaker?.GetState().HoldOut ?? default) : null,
        };
    }

    public static int StatusOf(Policy policy) => policy.Action == PolicyAction.Limit ? 429 : policy.RefusalStatus;

    /// <summary>Whether the request itself is at fault: repeating it can never help, so nothing invites to repeat it.</summary>
    public static bool IsFinal(Policy policy) =>
        policy.Action == PolicyAction.Break
        && !policy.Clusters.IsDefaultOrEmpty
        && policy.Clusters.All(c => c.Kind.IsCallersFault());

    public static string TitleOf(Policy policy) =>
        policy.Action == PolicyAction.Limit ? "Refused: too many requests of this kind" : "Refused: this request is expected to fail";

    public static string DetailOf(Policy policy)
    {
        var requests = policy.Scope.Tests.IsEmpty ? "Requests" : $"Requests with {policy.Scope.Text}";
        if (policy.Evidence is not { } evidence)
        {
            var verb = policy.Action == PolicyAction.Limit ? "limited" : "refused";
            return policy.Origin == PolicyOrigin.Manual
                ? $"{requests} are {verb} because an operator says so."
                : $"{requests} are {verb} because they fail with {LabelsOf(policy)}.";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{requests} fail with {LabelsOf(policy)}: {evidence.Failed:0} of {evidence.Matched:0} did within "
                + $"{evidence.WindowSeconds:0.#} s.");
    }

    private static string ActionOf(Policy policy) => policy.Action == PolicyAction.Limit ? "limit" : "break";

    private static string LabelsOf(Policy policy) =>
        policy.Clusters.IsDefaultOrEmpty ? "errors" : string.Join(" or ", policy.Clusters.Select(NameOf).Distinct());

    /// <summary>Its title; without one, what is known of it.</summary>
    private static string NameOf(ClusterReference cluster) =>
        cluster.Label != cluster.Kind.ToString() ? $"\"{cluster.Label}\""
        : cluster.Kind == ErrorKind.Unknown ? "errors of an unknown kind"
        : $"errors of the kind {cluster.Kind}";

    private static RefusalEvidence EvidenceOf(Evidence evidence, HoldOutCounts holdOut) => new(
        Rounded(evidence.WindowSeconds),
        Rounded(evidence.Matched),
        Rounded(evidence.Failed),
        Rounded(evidence.LowerBound),
        Rounded(evidence.RiskRatio),
        Rounded(evidence.Coverage),
        evidence.Principals,
        new RefusalHoldOut(holdOut.Sent, holdOut.Failed));

    /// <summary>JSON has no infinity, which is what a risk ratio over a faultless rest comes to.</summary>
    private static double Rounded(double value) => double.IsNaN(value) ? 0 : Math.Round(Math.Clamp(value, 0, 1e9), 4);
}
