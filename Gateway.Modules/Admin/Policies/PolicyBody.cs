namespace Gateway.Modules.Admin.Policies;

/// <summary>A policy as the API shows it.</summary>
/// <param name="Evidence">Null for a manual policy.</param>
/// <param name="ExpiresAt">Null for a policy without a lifetime.</param>
/// <param name="RatePerSecond">Only for limits that name a rate.</param>
/// <param name="Revision">Its ETag, without the quotes.</param>
internal sealed record PolicyBody(
    string Id,
    IReadOnlyList<string> ClusterIds,
    PolicyAction Action,
    PolicyMode Mode,
    BreakerState State,
    PolicyOrigin Origin,
    IReadOnlyList<TestBody> Scope,
    string ScopeText,
    EvidenceBody? Evidence,
    FalseKillBody? FalseKill,
    CountsBody Counts,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    long Revision,
    double? RatePerSecond);

internal sealed record TestBody(string Dimension, string Op, string Value);

internal sealed record EvidenceBody(
    double WindowSeconds,
    double Matched,
    double Failed,
    double LowerBound,
    double RiskRatio,
    double Coverage,
    int Principals,
    HoldOutBody HoldOut);

internal sealed record HoldOutBody(long Sent, long Failed);

internal sealed record CountsBody(long Matched, long Refused, long Rerouted, long ShadowRefused, long HoldOut);
