namespace Gateway.Modules.Admin.Clusters;

/// <summary>Which clusters a policy names today: ids of merged clusters stay valid and mean the one they went into.</summary>
internal sealed class ClusterNames(IClusteringEngine clusters)
{
    public string CurrentOf(string clusterId) => clusters.GetCluster(clusterId)?.Id ?? clusterId;

    public bool Names(Policy policy, string currentId) => policy.Clusters.Any(c => CurrentOf(c.Id) == currentId);
}
