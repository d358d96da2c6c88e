namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// A request's body that remembers its beginning while it passes, so that it can be sent a second time. Nothing is delayed: what the
/// client has not sent yet is read when somebody reads. Thread-safe as far as one may read while another asks.
/// </summary>
/// <param name="most">Bytes remembered; a body of which more was read cannot be sent again.</param>
internal sealed class RecordedBody(Stream inner, int most) : ReadOnlyStream
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _passed = new();
    private bool _isKept;
    private bool _isTooLong;

    /// <summary>
    /// Whether the body can be sent again. Then it stays so: whoever asks needs what was read so far, and the little that may
    /// still be read before the sender stops.
    /// </summary>
    public bool TryKeep()
    {
        lock (_lock)
        {
            _isKept = !_isTooLong;
            return _isKept;
        }
    }

    /// <summary>It is not sent again after all: the limit holds as before.</summary>
    public void LetGo()
    {
        lock (_lock)
        {
            _isKept = false;
            Remember_NeedsLock([]);
        }
    }

    /// <summary>The body from its beginning, which is remembered in its turn. Nobody may read this one any more.</summary>
    public RecordedBody Again()
    {
        lock (_lock)
        {
            return new RecordedBody(new ReplayedBody(_passed.ToArray(), inner), most);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Remember(buffer.Span[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Remember(buffer.AsSpan(offset, read));
        return read;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Remember_NeedsLock(bytes);
        }
    }

    private void Remember_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        if (_isTooLong)
        {
            return;
        }

        _isTooLong = !_isKept && _passed.Length + bytes.Length > most;
        if (_isTooLong)
        {
            _passed.SetLength(0);
            _passed.Capacity = 0;
            return;
        }

        _passed.Write(bytes);
    }
}
