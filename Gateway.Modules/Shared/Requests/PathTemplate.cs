using System.Buffers;
using System.Text;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// Turns a path into its template by replacing the segments that are identifiers: <c>/api/orders/17</c> becomes
/// <c>/api/orders/{int}</c>. Names of models, versions and dates stay as they are (<c>/models/gpt-4o-2024-08-06</c>); where there are many
/// of them, <see cref="CoarseOf"/> takes them for one, <c>/models/{slug}</c>. In a template <c>{*}</c> stands for any one segment,
/// <c>/users/{*}/orders</c>, and behind the last one that is looked at for the rest. Used by the
/// sampler to name a path and by the gate, without allocating, to compare one with any of its templates.
/// </summary>
public static class PathTemplate
{
    private const int MaxSegments = 16;
    private const int MaxLiteral = 40;
    private const int MinHex = 8;

    /// <summary>From here on one digit is enough to doubt that it is a word.</summary>
    private const int LongMixed = 20;

    // The range methods of spans box their bounds until the JIT has optimised them; these never do.
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The template of <paramref name="path"/>.</summary>
    public static string Of(ReadOnlySpan<char> path) => Write(path, slug: null);

    /// <summary>The template in which every model name, version and date is <c>{slug}</c>; null where the path has none.</summary>
    public static string? CoarseOf(ReadOnlySpan<char> path) => HasSlug(path) ? Write(path, Placeholders.Slug) : null;

    /// <summary>Whether <paramref name="path"/> has this template, fine, coarse or with <c>{*}</c> in it. Allocates nothing.</summary>
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

            if (!SegmentMatches(segment, expected) || morePath != moreTemplate)
            {
                return false;
            }

            if (!morePath)
            {
                return true;
            }
        }
    }

    /// <summary>The placeholder for an identifier, or null where the segment is a word of the interface or a slug.</summary>
    public static string? PlaceholderOf(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty)
        {
            return null;
        }

        if (segment.IndexOfAnyExcept(Digits) < 0)
        {
            return Placeholders.Integer;
        }

        if (segment.Length == 36 && Guid.TryParseExact(segment, "D", out _))
        {
            return Placeholders.Uuid;
        }

        if (segment.Length >= MinHex && segment.IndexOfAnyExcept(HexDigits) < 0 && segment.ContainsAny(Digits))
        {
            return Placeholders.Hash;
        }

        // Who sends what a template has must not be taken for all whom the template is about.
        if (segment is ['{', .., '}'])
        {
            return Placeholders.Token;
        }

        if (IsOpaque(segment) && PathSlug.Is(segment))
        {
            return null;
        }

        if (segment.Contains('@') || segment.Contains("%40", StringComparison.OrdinalIgnoreCase))
        {
            return Placeholders.Mail;
        }

        return IsOpaque(segment) ? Placeholders.Token : null;
    }

    private static bool SegmentMatches(ReadOnlySpan<char> segment, ReadOnlySpan<char> expected) =>
        expected.SequenceEqual(DimensionNames.Folded) ? !segment.IsEmpty
        : PlaceholderOf(segment) is { } placeholder
            ? expected.SequenceEqual(placeholder)
            : expected.SequenceEqual(segment) || (expected.SequenceEqual(Placeholders.Slug) && IsSlug(segment));

    private static bool IsSlug(ReadOnlySpan<char> segment) => IsOpaque(segment) && PlaceholderOf(segment) is null;

    /// <summary>Long, or letters and several digits mixed: <c>ord_8fk2Lq91</c>, but not <c>v1</c> or <c>oauth2</c>.</summary>
    private static bool IsOpaque(ReadOnlySpan<char> segment)
    {
        var digits = 0;
        foreach (var c in segment)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return segment.Length > MaxLiteral || (digits >= 3 && segment.Length >= 5) || (digits > 0 && segment.Length >= LongMixed);
    }

    private static bool HasSlug(ReadOnlySpan<char> path)
    {
        path = path.TrimStart('/');
        var more = true;
        for (var count = 0; more && count < MaxSegments; count++)
        {
            if (IsSlug(Next(ref path, out more)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Write(ReadOnlySpan<char> path, string? slug)
    {
        var text = new StringBuilder(path.Length);
        path = path.TrimStart('/');
        var more = true;
        for (var count = 0; more; count++)
        {
            if (count == MaxSegments)
            {
                return text.Append('/').Append(DimensionNames.Folded).ToString();
            }

            var segment = Next(ref path, out more);
            text.Append('/').Append(PlaceholderOf(segment) ?? (slug is not null && IsSlug(segment) ? slug : segment));
        }

        return text.ToString();
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
