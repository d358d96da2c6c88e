using Gateway.Modules.Shared.Statistics;


namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>The gate's policies and counters for people.</summary>
internal sealed class LivePolicies(PolicySnapshotSource snapshots, TrafficCounters traffic, TimeProvider time) : ILivePolicies
{
    public long Revision => snapshots.Current.Revision;

    /// <summary>The policies that have not expired, in the order in which the gate asks them.</summary>
    public IReadOnlyList<PolicyView> GetAll()
    {
        var now = time.GetTimestamp();
        return [.. snapshots.Current.Policies.Where(p => !p.IsExpired(now)).Select(ViewOf)];
    }

    public TrafficTotals GetTotals() => traffic.Totals;

    private static PolicyView ViewOf(LivePolicy live)
    {
        var status = live.State.Breaker?.GetState();
        var holdOut = status?.HoldOut ?? default;
        return new PolicyView(
            live.Policy,
            live.Revision,
            live.Policy.Mode == PolicyMode.Disabled ? BreakerState.Closed : status?.State ?? BreakerState.Closed,
            live.State.Counts,
            holdOut,
            FalseKills.Of(holdOut),
            live.State.CreatedAt,
            live.ExpiresAt);
    }
}
