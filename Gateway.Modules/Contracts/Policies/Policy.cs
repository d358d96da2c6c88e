using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Policies;

public enum PolicyAction
{
    Observe,
    Break,
    Limit,
    Eject,
}

public enum PolicyMode
{
    /// <summary>Counts what it would refuse.</summary>
    Shadow,
    Enforce,
    Disabled,
}

public enum PolicyOrigin
{
    Learned,
    Manual,
}

/// <summary>What to do with the requests of one scope, and why. Immutable; a change is a new revision.</summary>
public sealed record Policy
{
    /// <summary><c>p-12</c> for learned ones; letters, digits, dot, dash and underscore, 64 at most.</summary>
    public required string Id { get; init; }

    /// <summary>The clusters that share this scope; empty for a manual policy that names none.</summary>
    public ImmutableArray<ClusterReference> Clusters { get; init; } = [];

    public required Scope Scope { get; init; }

    public required PolicyAction Action { get; init; }

    public required PolicyMode Mode { get; init; }

    public required PolicyOrigin Origin { get; init; }

    /// <summary>Null for manual policies.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>Estimated P(fail | scope) at enforcement, (failed + 0.5) / (matched + 1), at most 0.98: the breaker's yardstick.</summary>
    public double FailureProbability { get; init; } = 0.98;

    /// <summary>Requests a second in the scope when the policy was learned; sets the pace of recovery. 0 where unknown.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Status of a refusal: 503, or the upstream's own for a fault of the caller.</summary>
    public int RefusalStatus { get; init; } = 503;

    /// <summary>The upstream whose destination an Eject names, since ids are unique only within one; null for any.</summary>
    public string? Upstream { get; init; }

    /// <summary>Rate of a <see cref="PolicyAction.Limit"/>, requests a second; null for the default.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>How long the policy lives when nothing renews it; null for ever (manual ones, and what an operator decided).</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>
    /// What an operator decided about a learned policy; null while its evidence decides. Nothing that is learned undoes it.
    /// </summary>
    public OperatorDecision? Decision { get; init; }

    /// <summary>Whether its breaker stays open, with no hold-out, whatever the evidence says.</summary>
    public bool IsHeldOpen => Origin == PolicyOrigin.Manual || Decision?.Choice == OperatorChoice.Isolate;
}

/// <summary>Why a policy exists, for (clusters, scope).</summary>
/// <param name="WindowSeconds">Length of the window in which the scope passed the gates.</param>
/// <param name="Matched">Requests of the scope in the window, weights included.</param>
/// <param name="Failed">Those that failed with these clusters' errors.</param>
/// <param name="LowerBound">Lower confidence bound of P(fail | scope).</param>
/// <param name="RiskRatio">P(fail | scope) over P(fail) outside.</param>
/// <param name="Coverage">Share of the clusters' failures that lie in the scope.</param>
/// <param name="Principals">Distinct failing principals.</param>
/// <param name="HoldOut">Requests let through on purpose since.</param>
public sealed record Evidence(
    double WindowSeconds,
    double Matched,
    double Failed,
    double LowerBound,
    double RiskRatio,
    double Coverage,
    int Principals,
    HoldOutCounts HoldOut);

public readonly record struct HoldOutCounts(long Sent, long Failed);
