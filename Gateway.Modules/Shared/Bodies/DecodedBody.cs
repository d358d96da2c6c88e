using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Gateway.Modules.Shared.Bodies;

/// <summary>
/// A body without its content encoding (RFC 9110, section 8.4), as far as it goes: a copy cut short gives what comes before the cut,
/// an encoding that is unknown or broken nothing. Pooled: dispose it.
/// </summary>
public readonly struct DecodedBody : IDisposable
{
    /// <summary>Where decompression stops: a bomb costs no more than this.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[]? _rented;

    private DecodedBody(ReadOnlyMemory<byte> bytes, byte[]? rented)
    {
        Bytes = bytes;
        _rented = rented;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static bool IsPlain(string? encoding) =>
        string.IsNullOrWhiteSpace(encoding) || encoding.AsSpan().Trim().Equals("identity", StringComparison.OrdinalIgnoreCase);

    public static DecodedBody Of(ReadOnlyMemory<byte> body, string? encoding)
    {
        if (IsPlain(encoding))
        {
            // Gzip that nobody declared can be told by its first bytes.
            if (body.Span is [0x1F, 0x8B, 0x08, ..])
            {
                return Of(body, "gzip");
            }

            return new DecodedBody(body[..Math.Min(body.Length, MaxBytes)], null);
        }

        using var source = MemoryMarshal.TryGetArray(body, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
        using var decoder = DecoderOf(encoding!.Trim(), source);
        if (decoder is null)
        {
            return default;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        return new DecodedBody(buffer.AsMemory(0, ReadInto(buffer.AsSpan(0, MaxBytes), decoder)), buffer);
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
        "DEFLATE" =>
            IsZLib(source) ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress),
        _ => null,
    };

    /// <summary>"deflate" means zlib's format (RFC 1950); some servers send the bare one (RFC 1951).</summary>
    private static bool IsZLib(Stream source)
    {
        int first = source.ReadByte(), second = source.ReadByte();
        source.Position = 0;
        return (first & 0x0F) == 8 && second >= 0 && ((first << 8) + second) % 31 == 0;
    }

    private static int ReadInto(Span<byte> buffer, Stream decoder)
    {
        var length = 0;
        try
        {
            while (length < buffer.Length)
            {
                var read = decoder.Read(buffer[length..]);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException)
        {
            // Cut short or not what it claims to be: what came out before is still text.
        }

        return length;
    }
}
