using System.Runtime.InteropServices;

namespace Gateway.Modules.Shared.Collections;

/// <summary>
/// A dictionary that outsiders can fill and in which nobody can push anybody out: keys beyond the cap share one entry. For what must not
/// be forgotten because others come, as the tries of somebody who guesses. One thread at a time.
/// </summary>
/// <param name="rest">Stands for all keys that found no place of their own.</param>
internal sealed class FoldingMap<TKey, TValue>(int capacity, TKey rest, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _entries = new(comparer);

    public bool IsFull => _entries.Count >= capacity;

    /// <summary>
    /// The key's entry, or the common one, to read and change in place; a new one starts at the default. Valid until the next call.
    /// </summary>
    public ref TValue? Of(TKey key, out bool known) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, !IsFull || _entries.ContainsKey(key) ? key : rest, out known);

    public void RemoveWhere(Func<TValue, bool> isOver)
    {
        foreach (var (key, value) in _entries)
        {
            if (isOver(value))
            {
                _entries.Remove(key);
            }
        }
    }

    public void Clear() => _entries.Clear();
}
