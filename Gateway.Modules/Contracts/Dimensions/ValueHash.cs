using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Modules.Contracts.Dimensions;

/// <summary>
/// The stand-in for a dimension's value that may not leave the request: the first eight bytes of the SHA-256 of its UTF-8
/// form, written as 16 lower-case hex digits. The same value always has the same hash, on every replica.
/// </summary>
public static class ValueHash
{
    private const int StackLimit = 512;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The hash as a number. Allocates nothing for values of up to 170 characters.</summary>
    public static ulong Of(ReadOnlySpan<char> value)
    {
        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = null;
        var bytes = size <= StackLimit ? stackalloc byte[StackLimit] : (rented = ArrayPool<byte>.Shared.Rent(size));
        try
        {
            var written = Encoding.UTF8.GetBytes(value, bytes);
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(bytes[..written], digest);
            return BinaryPrimitives.ReadUInt64BigEndian(digest);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>The hash as 16 hex digits.</summary>
    public static string TextOf(ReadOnlySpan<char> value) => Of(value).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads 16 lower-case hex digits back into the number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong hash)
    {
        hash = 0;
        return text.Length == 16
            && text.IndexOfAnyExcept(HexDigits) < 0
            && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out hash);
    }
}
