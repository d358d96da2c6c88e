using System.Buffers;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>
/// Looks into a query string as it came, without allocating: names and values are decoded on the stack (percent-encoding as in
/// RFC 3986, plus as space as in HTML forms), and only where they are encoded.
/// </summary>
internal static class QueryText
{
    private const int StackLimit = 512;

    /// <summary>Whether any parameter of that name has that value. A parameter without an equals sign has the empty value.</summary>
    public static bool Matches(ReadOnlySpan<char> query, in ExpectedValue name, in ExpectedValue value)
    {
        var rest = query.StartsWith('?') ? query[1..] : query;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            var equals = pair.IndexOf('=');
            if (!pair.IsEmpty
                && DecodedMatches(equals < 0 ? pair : pair[..equals], name)
                && DecodedMatches(equals < 0 ? [] : pair[(equals + 1)..], value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool DecodedMatches(ReadOnlySpan<char> raw, in ExpectedValue expected)
    {
        if (raw.IndexOfAny('%', '+') < 0)
        {
            return expected.Matches(raw);
        }

        if (!expected.CanMatchEncoded(raw.Length))
        {
            return false;
        }

        char[]? rented = null;
        var buffer = raw.Length * 2 <= StackLimit ? stackalloc char[StackLimit] : (rented = ArrayPool<char>.Shared.Rent(raw.Length * 2));
        try
        {
            var spaced = buffer[..raw.Length];
            raw.Replace(spaced, '+', ' ');
            var decoded = buffer.Slice(raw.Length, raw.Length);
            return Uri.TryUnescapeDataString(spaced, decoded, out var written) && expected.Matches(decoded[..written]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
            }
        }
    }
}
