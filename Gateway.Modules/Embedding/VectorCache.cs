using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Embedding;

/// <summary>
/// Vectors by fingerprint; a new one is on trial until it is used again, and those on trial give way first, the least recently used before
/// others: texts that come once push out none that come back. One text has one vector while it is here,
/// or none where the model gave it none. One caller at a time.
/// </summary>
internal sealed class VectorCache(int capacity)
{
    private readonly BoundedMap<Fingerprint, EmbeddingVector?> _onTrial = new(capacity);
    private readonly BoundedMap<Fingerprint, EmbeddingVector?> _proven = new(capacity - (capacity / 5));

    public int Count => _onTrial.Count + _proven.Count;

    public bool TryGet(Fingerprint fingerprint, out EmbeddingVector? embedding)
    {
        if (_proven.TryTouch(fingerprint, out embedding))
        {
            return true;
        }

        if (!_onTrial.Remove(fingerprint, out embedding))
        {
            return false;
        }

        if (_proven.Set(fingerprint, embedding, out var last))
        {
            _onTrial.Set(last.Key, last.Value);
        }

        return true;
    }

    public void Add(Fingerprint fingerprint, EmbeddingVector? embedding)
    {
        _ = _proven.Remove(fingerprint, out _) || _onTrial.Remove(fingerprint, out _);
        while (Count >= capacity && (_onTrial.TryRemoveOldest(out _) || _proven.TryRemoveOldest(out _)))
        {
        }

        _onTrial.Set(fingerprint, embedding);
    }
}
