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
            status?.State ?? BreakerState.Closed,
            live.State.Counts,
            holdOut,
            FalseKillOf(holdOut),
            live.State.CreatedAt,
            live.ExpiresAt);
    }

    /// <summary>What was let through on purpose and succeeded would have been refused in vain.</summary>
    private static FalseKillEstimate? FalseKillOf(HoldOutCounts holdOut)
    {
        if (holdOut.Sent == 0)
        {
            return null;
        }

        var succeeded = holdOut.Sent - holdOut.Failed;
        return new FalseKillEstimate(
            (double)succeeded / holdOut.Sent,
            WilsonInterval.Lower(succeeded, holdOut.Sent, WilsonInterval.TwoSided95),
            WilsonInterval.Upper(succeeded, holdOut.Sent, WilsonInterval.TwoSided95));
    }
}
