using System.Diagnostics.CodeAnalysis;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Embedding;

/// <summary>Vectors by fingerprint; the least recently used gives way. One text has one vector while it is here. One caller at a time.</summary>
internal sealed class VectorCache(int capacity)
{
    private readonly Dictionary<Fingerprint, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();

    public int Count => _entries.Count;

    public bool TryGet(Fingerprint fingerprint, [NotNullWhen(true)] out Contracts.Embedding? embedding)
    {
        embedding = null;
        if (!_entries.TryGetValue(fingerprint, out var node))
        {
            return false;
        }

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        embedding = node.Value.Embedding;
        return true;
    }

    public void Add(Fingerprint fingerprint, Contracts.Embedding embedding)
    {
        if (_entries.Remove(fingerprint, out var old))
        {
            _byUse.Remove(old);
        }

        while (_entries.Count >= capacity)
        {
            _entries.Remove(_byUse.Last!.Value.Fingerprint);
            _byUse.RemoveLast();
        }

        _entries.Add(fingerprint, _byUse.AddFirst(new Entry(fingerprint, embedding)));
    }

    private readonly record struct Entry(Fingerprint Fingerprint, Contracts.Embedding Embedding);
}
