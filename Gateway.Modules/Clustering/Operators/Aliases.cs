using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Clustering.Operators;

/// <summary>Ids of merged clusters and who they are now. Bounded. Guarded by the engine's lock.</summary>
internal sealed class Aliases(int capacity)
{
    private readonly BoundedMap<string, ClusterState> _survivors = new(capacity, StringComparer.Ordinal);

    public ClusterState? Find(string id) => _survivors.TryTouch(id, out var survivor) ? survivor : null;

    public void Add(string merged, ClusterState survivor) => _survivors.Set(merged, survivor);

    /// <summary>Adds a cluster that went into another, and all that went into it before.</summary>
    public void Add(ClusterState merged, ClusterState survivor)
    {
        foreach (var id in Of(merged))
        {
            _survivors.Set(id, survivor);
        }

        Add(merged.Id, survivor);
    }

    public IReadOnlyList<string> Of(ClusterState survivor) =>
        [.. _survivors.Entries.Where(pair => pair.Value == survivor).Select(pair => pair.Key)];

    public void Forget(ClusterState survivor)
    {
        foreach (var id in Of(survivor))
        {
            _survivors.Remove(id, out _);
        }
    }
}
