namespace Gateway.Modules.Embedding;

/// <summary>
/// Vectors by fingerprint; a new one is on trial until it is used again, and those on trial give way first, the least recently used before
/// others: texts that come once push out none that come back. One text has one vector while it is here,
/// or none where the model gave it none. One caller at a time.
/// </summary>
internal sealed class VectorCache(int capacity)
{
    private readonly int _mostProven = capacity - (capacity / 5);
    private readonly Dictionary<Fingerprint, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _onTrial = new();
    private readonly LinkedList<Entry> _proven = new();

    public int Count => _entries.Count;

    public bool TryGet(Fingerprint fingerprint, out EmbeddingVector? embedding)
    {
        embedding = null;
        if (!_entries.TryGetValue(fingerprint, out var node))
        {
            return false;
        }

        node.List!.Remove(node);
        _proven.AddFirst(node);
        if (_proven.Count > _mostProven)
        {
            var last = _proven.Last!;
            _proven.Remove(last);
            _onTrial.AddFirst(last);
        }

        embedding = node.Value.Embedding;
        return true;
    }

    public void Add(Fingerprint fingerprint, EmbeddingVector? embedding)
    {
        if (_entries.Remove(fingerprint, out var old))
        {
            old.List!.Remove(old);
        }

        while (_entries.Count >= capacity)
        {
            var last = (_onTrial.Last ?? _proven.Last)!;
            last.List!.Remove(last);
            _entries.Remove(last.Value.Fingerprint);
        }

        _entries.Add(fingerprint, _onTrial.AddFirst(new Entry(fingerprint, embedding)));
    }

    private readonly record struct Entry(Fingerprint Fingerprint, EmbeddingVector? Embedding);
}
