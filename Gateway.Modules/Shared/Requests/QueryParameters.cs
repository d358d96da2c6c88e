using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// A query string read as a form (WHATWG URL, section 5.1), alike by who names its parameters and who matches them: <c>&amp;</c> separates,
/// the first <c>=</c> splits, <c>+</c> is a space, and an escape that is none stays as it is. A parameter without <c>=</c> has the empty
/// value.
/// </summary>
internal static class QueryParameters
{
    /// <summary>Parameters of a query that are compared with policies: far more than any interface has. The rest is noise.</summary>
    public const int MostCompared = 256;

    private static readonly SearchValues<char> Encoding = SearchValues.Create("%+");

    /// <summary>The parameters in their order, names and values as they came; allocates nothing.</summary>
    public static QueryStringEnumerable Of(string query) => new(query);

    public static bool IsEncoded(ReadOnlySpan<char> text) => text.ContainsAny(Encoding);

    /// <summary>A name or a value as it is meant.</summary>
    public static string Decode(ReadOnlySpan<char> text) =>
        IsEncoded(text) ? Uri.UnescapeDataString(text.ToString().Replace('+', ' ')) : text.ToString();

    /// <summary>The same into a buffer of twice the text's length, of which the result is a part.</summary>
    public static ReadOnlySpan<char> Decode(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var spaced = buffer[..text.Length];
        text.Replace(spaced, '+', ' ');
        var decoded = buffer[text.Length..];
        return Uri.TryUnescapeDataString(spaced, decoded, out var length) ? decoded[..length] : spaced;
    }
}
