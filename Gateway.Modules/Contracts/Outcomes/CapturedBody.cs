using System.Buffers;

namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>The first bytes of an error response, copied while they streamed by. Pooled: dispose it exactly once.</summary>
public sealed class CapturedBody : IDisposable
{
    private byte[]? _buffer;

    public CapturedBody(int capacity, string? contentType, string? contentEncoding)
    {
        Capacity = capacity;
        ContentType = contentType;
        ContentEncoding = contentEncoding;
    }

    /// <summary>The most bytes that are kept.</summary>
    public int Capacity { get; }

    public string? ContentType { get; }

    public string? ContentEncoding { get; }

    public int Length { get; private set; }

    /// <summary>Whether the response was longer than what is kept.</summary>
    public bool Truncated { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer is null ? default : _buffer.AsMemory(0, Length);

    /// <summary>Copies what still fits. Called by the one thread that forwards the response.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, Capacity - Length);
        Truncated |= taken < bytes.Length;
        if (taken == 0)
        {
            return;
        }

        _buffer ??= ArrayPool<byte>.Shared.Rent(Capacity);
        bytes[..taken].CopyTo(_buffer.AsSpan(Length));
        Length += taken;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, null);
        Length = 0;
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
