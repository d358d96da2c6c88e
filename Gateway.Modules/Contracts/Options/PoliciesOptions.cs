using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Contracts.Options;

/// <summary>What is done with a cause once it is found.</summary>
public sealed record PoliciesOptions
{
    /// <summary>
    /// <c>Enforce</c>, <c>Shadow</c> (count what would be refused, refuse nothing) or <c>Disabled</c> (learn nothing new). Default
    /// <c>Enforce</c>.
    /// </summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>Whether the kill switch is on; changing it on a reload turns the switch. Default false.</summary>
    public bool KillSwitch { get; init; }

    /// <summary>Rules from meaning to action, first match wins; after them the built-in ones. Default none.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<PolicyRuleOptions> Rules { get; init; } = [];

    /// <summary>Statuses that never lead to a policy. Default 401, 403, 404, 405, 407, 409, 412, 416.</summary>
    public IReadOnlyList<int> NeverActOn { get; init; } = [401, 403, 404, 405, 407, 409, 412, 416];

    /// <summary>
    /// Most healthy requests that the learned policies together may be expected to refuse, as a share of all healthy ones. A cause that
    /// would cost more is shown and not acted on. Default 0.001. Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MaxFalseKillRate { get; init; } = 0.001;

    /// <summary>The same for a scope of which at least nine in ten requests fail, where it is higher. Default 0.01. Range 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MaxFalseKillRateMostlyFailing { get; init; } = 0.01;

    /// <summary>Life of a learned policy that no hold-out failure renews. Default 60 s. Range 5 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Learned policies alive at once; more causes are shown and not acted on. Default 64. Range 0 to 1000.</summary>
    [Range(0, 1000)]
    public int MaxLearned { get; init; } = 64;

    /// <summary>
    /// Most of an upstream's destinations that policies may take out of the choice at once, per cent, rounded down; the last one that
    /// can serve always stays. Default 50. Range 0 to 100.
    /// </summary>
    [Range(0, 100)]
    public int MaxEjectedPercent { get; init; } = 50;

    /// <summary>
    /// How much a refusal says: <c>Full</c> or <c>Terse</c> (type, title, status, traceId, policyId). Default <c>Full</c>.
    /// </summary>
    public RefusalDetail RefusalDetail { get; init; } = RefusalDetail.Full;
}

/// <summary>How much a refusal says.</summary>
public enum RefusalDetail
{
    Full,
    Terse,
}

/// <summary>One rule from meaning to action. Every condition that is set must hold.</summary>
public sealed record PolicyRuleOptions
{
    /// <summary>Kinds the rule is for. Default none, which means any.</summary>
    public IReadOnlyList<ErrorKind> Kinds { get; init; } = [];

    /// <summary>A dimension the scope must test. Default none.</summary>
    public string? ScopeNames { get; init; }

    /// <summary>Least severity. Default 0. Range 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MinimumSeverity { get; init; }

    /// <summary><c>Observe</c>, <c>Break</c>, <c>Limit</c> or <c>Eject</c>. Default <c>Observe</c>.</summary>
    public PolicyAction Action { get; init; } = PolicyAction.Observe;

    /// <summary>Mode of the policy: <c>Enforce</c>, <c>Shadow</c> or <c>Disabled</c>. Default <c>Enforce</c>.</summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;
}
