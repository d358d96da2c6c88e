using System.Buffers;

namespace Gateway.Modules.Shared.Bodies;

/// <summary>
/// Holds the beginning of one piece of a body, an event or a line or an element, in a buffer that is rented for the length of the
/// piece, so that a silent stream holds none. What it held is wiped before the buffer goes back.
/// </summary>
internal struct PieceBuffer(int capacity)
{
    private byte[]? _buffer;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Copies what still fits.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, capacity - Length);
        if (taken > 0)
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(capacity);
            bytes[..taken].CopyTo(_buffer.AsSpan(Length));
            Length += taken;
        }
    }

    /// <summary>What is held, as an error of its own.</summary>
    public readonly CapturedBody ToError()
    {
        var isJson = Bytes.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
        var error = new CapturedBody(capacity, isJson ? MediaTypes.Json : MediaTypes.PlainText, contentEncoding: null);
        error.Append(Bytes);
        return error;
    }

    public void Release()
    {
        if (_buffer is null)
        {
            return;
        }

        _buffer.AsSpan(0, Length).Clear();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        Length = 0;
    }
}
