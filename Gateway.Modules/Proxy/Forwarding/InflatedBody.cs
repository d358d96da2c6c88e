using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Gateway.Modules.Proxy;

/// <summary>
/// The copy of a body without its content encoding (RFC 9110, section 8.4), as far as it goes; nothing where the encoding is
/// unknown. Pooled: dispose it.
/// </summary>
internal readonly struct InflatedBody : IDisposable
{
    /// <summary>Where inflating stops: a bomb costs no more than this.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[]? _rented;

    private InflatedBody(ReadOnlyMemory<byte> bytes, byte[]? rented)
    {
        Bytes = bytes;
        _rented = rented;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static bool IsPlain(string? encoding) =>
        string.IsNullOrWhiteSpace(encoding) || encoding.AsSpan().Trim().Equals("identity", StringComparison.OrdinalIgnoreCase);

    public static InflatedBody Of(ReadOnlyMemory<byte> body, string? encoding)
    {
        if (IsPlain(encoding) || !MemoryMarshal.TryGetArray(body, out var segment) || segment.Array is null)
        {
            return new InflatedBody(body, null);
        }

        using var source = new MemoryStream(segment.Array, segment.Offset, segment.Count, writable: false);
        using var decoder = DecoderOf(encoding!.Trim(), source);
        if (decoder is null)
        {
            return default;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        return new InflatedBody(buffer.AsMemory(0, Fill(buffer.AsSpan(0, MaxBytes), decoder)), buffer);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented, clearArray: true);
        }
    }

    private static Stream? DecoderOf(string encoding, Stream source) => encoding.ToUpperInvariant() switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
        "BR" => new BrotliStream(source, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(source, CompressionMode.Decompress),
        _ => null,
    };

    private static int Fill(Span<byte> buffer, Stream decoder)
    {
        var length = 0;
        try
        {
            int read;
            while (length < buffer.Length && (read = decoder.Read(buffer[length..])) > 0)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // The copy ends where the capture did, in the middle of the encoding: what came out before is enough to judge by.
        }

        return length;
    }
}
