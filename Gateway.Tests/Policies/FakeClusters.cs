namespace Gateway.Tests.Policies;

/// <summary>Clusters as a test wants them.</summary>
internal sealed class FakeClusters : IClusteringEngine
{
    private readonly Dictionary<string, ErrorCluster> _clusters = [];
    private readonly Dictionary<string, string> _aliases = [];

    public void Set(string id, ErrorKind kind = ErrorKind.Defect, int status = 500, bool enforceable = true, double size = 100,
        string state = "live") =>
        _clusters[id] = new ErrorCluster(
            id, id, kind, null, 1, status >= 500 ? "5xx" : "4xx", status, size, 1, 0.5, 1, default, default, state, [id], enforceable);

    public void Merge(string from, string into) => _aliases[from] = into;

    public ClusterAssignment Process(in ClusterEvent item) => throw new NotSupportedException();

    public ClusterAssignment? Recall(in ClusterEvent item) => throw new NotSupportedException();

    public ErrorCluster? GetCluster(string id) => _clusters.GetValueOrDefault(_aliases.GetValueOrDefault(id, id));

    public IReadOnlyList<ErrorCluster> GetAllClusters() => [.. _clusters.Values];

    public int ReCluster() => 0;

    public void CountTraffic(double weight, DateTimeOffset at)
    {
    }
}
