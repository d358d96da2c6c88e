namespace Gateway.Modules.Clustering;

/// <summary>Ids of merged clusters and who they are now. Bounded; the oldest gives way. Guarded by the engine's lock.</summary>
internal sealed class Aliases(int capacity)
{
    private readonly Dictionary<string, ClusterState> _survivors = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public ClusterState? Find(string id) => _survivors.GetValueOrDefault(id);

    public void Add(ClusterState merged, ClusterState survivor)
    {
        foreach (var id in _survivors.Where(pair => pair.Value == merged).Select(pair => pair.Key).ToList())
        {
            _survivors[id] = survivor;
        }

        _survivors[merged.Id] = survivor;
        _byAge.Enqueue(merged.Id);
        if (_byAge.Count > capacity)
        {
            _survivors.Remove(_byAge.Dequeue());
        }
    }

    public void Forget(ClusterState survivor)
    {
        foreach (var id in _survivors.Where(pair => pair.Value == survivor).Select(pair => pair.Key).ToList())
        {
            _survivors.Remove(id);
        }
    }
}
