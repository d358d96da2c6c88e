namespace Gateway.Benchmarks;

/// <summary>Clusters that are there and may be acted on; nothing is read or grouped.</summary>
internal sealed class LiveClusters(int count) : IClusteringEngine
{
    private readonly Dictionary<string, ErrorCluster> _clusters = Enumerable.Range(0, count)
        .Select(i => new ErrorCluster(
            IdOf(i), "a cause", ErrorKind.Defect, null, 1, GuardKeys.ServerError, 500, 100, 10, 0.5, 1, default, default, "live",
            ["a cause"], true))
        .ToDictionary(c => c.Id, StringComparer.Ordinal);

    public static string IdOf(int cluster) => $"c-{cluster}";

    public ClusterAssignment Process(in ClusterEvent item) => throw new NotSupportedException();

    public ClusterAssignment? Recall(in ClusterEvent item) => throw new NotSupportedException();

    public ErrorCluster? GetCluster(string id) => _clusters.GetValueOrDefault(id);

    public IReadOnlyList<ErrorCluster> GetAllClusters() => [.. _clusters.Values];

    public int ReCluster() => 0;

    public void CountTraffic(double weight, DateTimeOffset at)
    {
    }
}
