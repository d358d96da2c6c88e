namespace Gateway.Modules.Embedding;

/// <summary>The last event ids, to tell a redelivered event from a new one. One caller at a time.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    /// <summary>False when <paramref name="id"/> was among the last ones.</summary>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _byAge.Enqueue(id);
        if (_byAge.Count > capacity)
        {
            _ids.Remove(_byAge.Dequeue());
        }

        return true;
    }
}
