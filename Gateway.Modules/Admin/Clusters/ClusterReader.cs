namespace Gateway.Modules.Admin.Clusters;

internal sealed class ClusterReader(IClusteringEngine clusters, ILivePolicies policies, IClusterFindings findings, ClusterNames names)
{
    /// <summary>Every cluster, most severe first.</summary>
    public IReadOnlyList<ClusterBody> GetAll()
    {
        var live = policies.GetAll();
        return [.. clusters.GetAllClusters().Select(c => BodyOf(c, live))];
    }

    public ClusterBody? Find(string id) => clusters.GetCluster(id) is { } cluster ? BodyOf(cluster, policies.GetAll()) : null;

    private ClusterBody BodyOf(ErrorCluster cluster, IReadOnlyList<PolicyView> live)
    {
        var finding = findings.Find(cluster.Id);
        return new(
            cluster.Id,
            cluster.Label,
            cluster.Kind,
            cluster.CauseId,
            cluster.Confidence,
            cluster.Size,
            cluster.RatePerSecond,
            cluster.Severity,
            cluster.Trend,
            cluster.FirstSeen.UtcDateTime,
            cluster.LastSeen.UtcDateTime,
            cluster.Status,
            cluster.Representatives,
            [.. live.Where(v => names.Names(v.Policy, cluster.Id)).Select(v => v.Policy.Id)],
            cluster.Enforceable,
            finding is null ? [] : [.. finding.Scopes.Select(s => s.Text)],
            finding?.Status);
    }
}
