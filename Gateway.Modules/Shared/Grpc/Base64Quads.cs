using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Gateway.Modules.Shared.Grpc;

/// <summary>
/// Decodes Base64 that comes in pieces of any length, and of which each part may end with padding of its own. Characters that are
/// none of Base64 are passed over.
/// </summary>
internal struct Base64Quads
{
    private const int QuadLength = 4;
    private const int MostQuads = 64;

    /// <summary>The most bytes that one call gives.</summary>
    public const int MostPlain = 3 * MostQuads;

    /// <summary>Up to three characters that wait for the rest of their quad, one a byte.</summary>
    private uint _waiting;
    private int _waitingLength;

    /// <summary>Takes characters from the front of <paramref name="text"/>, at least one, and returns how many bytes they gave.</summary>
    public int Decode(ref ReadOnlySpan<byte> text, scoped Span<byte> plain)
    {
        Span<byte> quad = stackalloc byte[QuadLength];
        var written = 0;
        var taken = 0;
        while (taken < text.Length && written + 3 <= plain.Length)
        {
            var character = text[taken++];
            if (!IsBase64(character))
            {
                continue;
            }

            _waiting = (_waiting << 8) | character;
            if (++_waitingLength < QuadLength)
            {
                continue;
            }

            BinaryPrimitives.WriteUInt32BigEndian(quad, _waiting);
            _waitingLength = 0;
            if (Base64.DecodeFromUtf8(quad, plain[written..], out _, out var length) == OperationStatus.Done)
            {
                written += length;
            }
        }

        text = text[taken..];
        return written;
    }

    private static bool IsBase64(byte character) =>
        character is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9')
            or (byte)'+' or (byte)'/' or (byte)'=';
}
