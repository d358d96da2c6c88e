using System.Buffers;
using System.Text;

namespace Gateway.Modules.Contracts;

/// <summary>
/// Turns a path into its template by replacing the segments that are identifiers: <c>/api/orders/17</c> becomes
/// <c>/api/orders/{int}</c>. Used by the sampler to name a path and by the gate, without allocating, to compare one.
/// </summary>
public static class PathTemplate
{
    private const int MaxSegments = 16;
    private const int MaxLiteral = 40;
    private const int MinHex = 8;

    // The range methods of spans box their bounds until the JIT has optimised them; these never do.
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The template of <paramref name="path"/>.</summary>
    public static string Of(ReadOnlySpan<char> path)
    {
        var text = new StringBuilder(path.Length);
        var count = 0;
        foreach (var range in path.TrimStart('/').Split('/'))
        {
            if (++count > MaxSegments)
            {
                return text.Append('/').Append(DimensionNames.Folded).ToString();
            }

            var segment = path.TrimStart('/')[range];
            text.Append('/').Append(PlaceholderOf(segment) ?? segment);
        }

        return text.ToString();
    }

    /// <summary>Whether <paramref name="path"/> has this template. Allocates nothing.</summary>
    public static bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> template)
    {
        path = path.TrimStart('/');
        template = template.TrimStart('/');
        for (var count = 1; ; count++)
        {
            var segment = Next(ref path, out var morePath);
            var expected = Next(ref template, out var moreTemplate);
            if (count > MaxSegments)
            {
                return expected.SequenceEqual(DimensionNames.Folded);
            }

            var actual = PlaceholderOf(segment);
            if (!expected.SequenceEqual(actual is null ? segment : actual) || morePath != moreTemplate)
            {
                return false;
            }

            if (!morePath)
            {
                return true;
            }
        }
    }

    /// <summary>The placeholder for an identifier, or null where the segment is a word of the interface.</summary>
    public static string? PlaceholderOf(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty)
        {
            return null;
        }

        if (segment.IndexOfAnyExcept(Digits) < 0)
        {
            return "{int}";
        }

        if (segment.Length == 36 && Guid.TryParseExact(segment, "D", out _))
        {
            return "{uuid}";
        }

        if (segment.Length >= MinHex && segment.IndexOfAnyExcept(HexDigits) < 0 && segment.ContainsAny(Digits))
        {
            return "{hex}";
        }

        if (segment.Contains('@') || segment.Contains("%40", StringComparison.OrdinalIgnoreCase))
        {
            return "{mail}";
        }

        return segment.Length > MaxLiteral || LooksLikeToken(segment) ? "{token}" : null;
    }

    /// <summary>Letters and several digits mixed: <c>ord_8fk2Lq91</c>, but not <c>v1</c> or <c>oauth2</c>.</summary>
    private static bool LooksLikeToken(ReadOnlySpan<char> segment)
    {
        var digits = 0;
        foreach (var c in segment)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits >= 3 && segment.Length >= 5;
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, out bool more)
    {
        var slash = rest.IndexOf('/');
        more = slash >= 0;
        var segment = more ? rest[..slash] : rest;
        rest = more ? rest[(slash + 1)..] : [];
        return segment;
    }
}
