using System.Runtime.InteropServices;

namespace Gateway.Modules.Sampling;

/// <summary>
/// A dictionary that outsiders can fill and that stays bounded: two generations of at most <paramref name="capacity"/> keys.
/// What is used moves to the young generation; what is not used for two turns is forgotten. It turns when the
/// young generation is full. One thread at a time.
/// </summary>
internal sealed class RecentMap<TKey, TValue>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
    where TValue : struct
{
    private Dictionary<TKey, TValue> _young = new(comparer);
    private Dictionary<TKey, TValue> _old = new(comparer);

    public int Count => _young.Count + _old.Count;

    /// <summary>The value to read and change in place; new keys start at the default. Valid until the next call.</summary>
    public ref TValue Touch(TKey key, out bool known)
    {
        if (_young.Count >= capacity && !_young.ContainsKey(key))
        {
            Turn();
        }

        ref var value = ref CollectionsMarshal.GetValueRefOrAddDefault(_young, key, out known);
        if (!known && _old.Remove(key, out var before))
        {
            value = before;
            known = true;
        }

        return ref value;
    }

    private void Turn()
    {
        (_old, _young) = (_young, _old);
        _young.Clear();
    }
}
