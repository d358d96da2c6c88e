using Gateway.Modules.Admin.Clusters;
using Gateway.Modules.Shared.Statistics;


namespace Gateway.Modules.Admin;

/// <summary>Sums the live policies by the clusters that they name.</summary>
internal sealed class StatsReader(IClusteringEngine clusters, ILivePolicies policies, ClusterNames names)
{
    public StatsListBody GetAll()
    {
        var totals = policies.GetTotals();
        var live = policies.GetAll();
        return new(
            new(totals.Allowed, totals.Refused, totals.Limited, totals.HoldOut),
            [.. clusters.GetAllClusters().Select(c => StatsOf(c.Id, live))]);
    }

    public StatsBody? Find(string clusterId) =>
        clusters.GetCluster(clusterId) is { } cluster ? StatsOf(cluster.Id, policies.GetAll()) : null;

    private StatsBody StatsOf(string clusterId, IReadOnlyList<PolicyView> live)
    {
        long matched = 0, refused = 0, limited = 0, holdOut = 0, sent = 0, failed = 0;
        var state = BreakerState.Closed;
        foreach (var view in live.Where(v => names.Names(v.Policy, clusterId)))
        {
            matched += view.Counts.Matched;
            refused += view.Policy.Action == PolicyAction.Limit ? 0 : view.Counts.Refused;
            limited += view.Policy.Action == PolicyAction.Limit ? view.Counts.Refused : 0;
            holdOut += view.Counts.HoldOut;
            sent += view.HoldOut.Sent;
            failed += view.HoldOut.Failed;
            state = Badness(view.State) > Badness(state) ? view.State : state;
        }

        return new(clusterId, Math.Max(0, matched - refused - limited), refused, limited, holdOut, state, FalseKillOf(sent, failed));
    }

    private static FalseKillBody? FalseKillOf(long sent, long failed) => sent <= 0 ? null : new(
        (double)(sent - failed) / sent,
        WilsonInterval.Lower(sent - failed, sent, WilsonInterval.TwoSided95),
        WilsonInterval.Upper(sent - failed, sent, WilsonInterval.TwoSided95));

    private static int Badness(BreakerState state) => state switch
    {
        BreakerState.Isolated => 3,
        BreakerState.Open => 2,
        BreakerState.HalfOpen => 1,
        _ => 0,
    };
}
