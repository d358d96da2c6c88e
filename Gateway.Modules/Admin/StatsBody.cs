namespace Gateway.Modules.Admin;

/// <summary>What the policies of one cluster did on this replica; requests.</summary>
/// <param name="Allowed">Matched and forwarded, hold-out included.</param>
/// <param name="Refused">Refused by a breaker.</param>
/// <param name="Limited">Refused by a rate limit.</param>
/// <param name="Rerouted">Sent to a fallback instead of being refused.</param>
/// <param name="State">The worst of its breakers.</param>
/// <param name="FalseKill">Over all its hold-outs; null while there were none.</param>
internal sealed record StatsBody(
    string ClusterId,
    long Allowed,
    long Refused,
    long Limited,
    long Rerouted,
    long HoldOut,
    BreakerState State,
    FalseKillBody? FalseKill);

internal sealed record FalseKillBody(double Ratio, double Low, double High)
{
    public static FalseKillBody? Of(FalseKillEstimate? estimate) =>
        estimate is { } known ? new(known.Ratio, known.Low, known.High) : null;
}

internal sealed record StatsListBody(TotalsBody Totals, IReadOnlyList<StatsBody> Items);

/// <summary>All traffic of this replica since the start; requests.</summary>
internal sealed record TotalsBody(long Allowed, long Refused, long Limited, long Rerouted, long HoldOut);
