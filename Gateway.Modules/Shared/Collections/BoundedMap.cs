using System.Diagnostics.CodeAnalysis;

namespace Gateway.Modules.Shared.Collections;

/// <summary>
/// A dictionary that outsiders can fill and that stays bounded: where it is full, the entry gives way that was used least recently.
/// Setting and touching are uses, looking is none. One thread at a time.
/// </summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = new(comparer);
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byUse = [];

    public int Count => _nodes.Count;

    /// <summary>Entries that gave way for want of room.</summary>
    public long Evicted { get; private set; }

    /// <summary>All entries, the least recently used first.</summary>
    public IReadOnlyCollection<KeyValuePair<TKey, TValue>> Entries => _byUse;

    /// <summary>The entry that was used last; those before it follow by <see cref="LinkedListNode{T}.Previous"/>.</summary>
    public LinkedListNode<KeyValuePair<TKey, TValue>>? Newest => _byUse.Last;

    /// <summary>Looks without using.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var known = _nodes.TryGetValue(key, out var node);
        value = known ? node!.Value.Value : default;
        return known;
    }

    /// <summary>Looks, which counts as a use.</summary>
    public bool TryTouch(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!TryGet(key, out value))
        {
            return false;
        }

        MoveToEnd(_nodes[key]);
        return true;
    }

    /// <summary>Adds what is not there yet. False where it is, which counts as a use.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        if (TryTouch(key, out _))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>Adds or replaces, which counts as a use.</summary>
    public void Set(TKey key, TValue value) => Set(key, value, out _);

    /// <summary>Adds or replaces, which counts as a use. True where another entry had to go for it.</summary>
    public bool Set(TKey key, TValue value, out KeyValuePair<TKey, TValue> gone)
    {
        gone = default;
        if (_nodes.TryGetValue(key, out var node))
        {
            node.Value = new(key, value);
            MoveToEnd(node);
            return false;
        }

        var isFull = _nodes.Count >= capacity && TryRemoveOldest(out gone);
        Evicted += isFull ? 1 : 0;
        _nodes.Add(key, _byUse.AddLast(new KeyValuePair<TKey, TValue>(key, value)));
        return isFull;
    }

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_nodes.Remove(key, out var node))
        {
            value = default;
            return false;
        }

        _byUse.Remove(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Takes out the entry that was used least recently.</summary>
    public bool TryRemoveOldest(out KeyValuePair<TKey, TValue> oldest)
    {
        oldest = default;
        if (_byUse.First is not { } node)
        {
            return false;
        }

        oldest = node.Value;
        _byUse.RemoveFirst();
        _nodes.Remove(oldest.Key);
        return true;
    }

    private void MoveToEnd(LinkedListNode<KeyValuePair<TKey, TValue>> node)
    {
        _byUse.Remove(node);
        _byUse.AddLast(node);
    }
}
