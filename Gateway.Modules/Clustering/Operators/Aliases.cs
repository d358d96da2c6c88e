namespace Gateway.Modules.Clustering.Operators;

/// <summary>Ids of merged clusters and who they are now. Bounded; the oldest gives way. Guarded by the engine's lock.</summary>
internal sealed class Aliases(int capacity)
{
    private readonly Dictionary<string, ClusterState> _survivors = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public ClusterState? Find(string id) => _survivors.GetValueOrDefault(id);

    public void Add(string merged, ClusterState survivor)
    {
        if (_survivors.TryAdd(merged, survivor))
        {
            _byAge.Enqueue(merged);
        }

        if (_byAge.Count > capacity)
        {
            _survivors.Remove(_byAge.Dequeue());
        }
    }

    /// <summary>Adds a cluster that went into another, and all that went into it before.</summary>
    public void Add(ClusterState merged, ClusterState survivor)
    {
        foreach (var id in Of(merged))
        {
            _survivors[id] = survivor;
        }

        Add(merged.Id, survivor);
    }

    public IReadOnlyList<string> Of(ClusterState survivor) =>
        [.. _survivors.Where(pair => pair.Value == survivor).Select(pair => pair.Key)];

    public void Forget(ClusterState survivor)
    {
        foreach (var id in Of(survivor))
        {
            _survivors.Remove(id);
        }
    }
}
