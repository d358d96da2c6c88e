namespace Gateway.Modules.Contracts.Policies;

/// <summary>A live policy on this replica, for people: admin API and metrics.</summary>
/// <param name="State">The breaker's state; Closed for a policy without a breaker, and for a disabled one, which lets all pass.</param>
/// <param name="FalseKill">Share of hold-out requests that succeeded: what refusing costs.</param>
public sealed record PolicyView(
    Policy Policy,
    long Revision,
    BreakerState State,
    PolicyCounts Counts,
    HoldOutCounts HoldOut,
    FalseKillEstimate? FalseKill,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt);

public readonly record struct PolicyCounts(long Matched, long Refused, long ShadowRefused, long HoldOut)
{
    /// <summary>Requests that went to a fallback instead of being refused.</summary>
    public long Rerouted { get; init; }
}

/// <summary>A proportion with its 95 % Wilson interval.</summary>
public readonly record struct FalseKillEstimate(double Ratio, double Low, double High);

/// <summary>The policies in force on this replica.</summary>
public interface ILivePolicies
{
    /// <summary>Revision of the snapshot now in force.</summary>
    long Revision { get; }

    IReadOnlyList<PolicyView> GetAll();

    /// <summary>Requests forwarded and refused since the start.</summary>
    TrafficTotals GetTotals();
}

public readonly record struct TrafficTotals(long Allowed, long Refused, long Limited, long HoldOut)
{
    /// <summary>Requests that went to a fallback instead of being refused.</summary>
    public long Rerouted { get; init; }
}

/// <summary>Stops all enforcement at once. On, the gate counts and refuses nothing.</summary>
public interface IKillSwitch
{
    bool IsOn { get; }

    void Set(bool on);
}
