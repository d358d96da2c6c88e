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
            new(totals.Allowed, totals.Refused, totals.Limited, totals.Rerouted, totals.HoldOut),
            [.. clusters.GetAllClusters().Select(c => StatsOf(c.Id, live))]);
    }

    public StatsBody? Find(string clusterId) =>
        clusters.GetCluster(clusterId) is { } cluster ? StatsOf(cluster.Id, policies.GetAll()) : null;

    private StatsBody StatsOf(string clusterId, IReadOnlyList<PolicyView> live)
    {
        var views = live.Where(v => names.Names(v.Policy, clusterId)).ToList();
        var matched = views.Sum(v => v.Counts.Matched);
        var refused = views.Where(v => v.Policy.Action != PolicyAction.Limit).Sum(v => v.Counts.Refused);
        var limited = views.Where(v => v.Policy.Action == PolicyAction.Limit).Sum(v => v.Counts.Refused);
        var rerouted = views.Sum(v => v.Counts.Rerouted);
        var holdOut = new HoldOutCounts(views.Sum(v => v.HoldOut.Sent), views.Sum(v => v.HoldOut.Failed));
        return new(
            clusterId,
            Math.Max(0, matched - refused - limited - rerouted),
            refused,
            limited,
            rerouted,
            views.Sum(v => v.Counts.HoldOut),
            views.Select(v => v.State).Worst(),
            FalseKillBody.Of(FalseKills.Of(holdOut)));
    }
}
