using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises identifiers that are several groups of characters, of which each alone would look like something else. Lengths at the start of the text, or 0.</summary>
internal static class IdentifierForms
{
    private const int Longest = 256;
    private const int FewestBytes = 4;
    private const int ShortestGroup = 4;
    private const int LongestFirstBytes = 48;

    private static readonly SearchValues<char> ResourceEnd = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}");

    private static readonly SearchValues<char> DirectoryValueEnd = SearchValues.Create(",;\"`<>()[]{}");

    /// <summary><c>08:00:2b:01:02:03</c>, <c>ca 8d f3 07</c>, <c>3f9c2ab1-77de-41c0</c>, <c>16/B374D848</c></summary>
    public static int HexGroupsLength(ReadOnlySpan<char> text)
    {
        var first = text.RunOf(Characters.Hex);
        return text.At(first) switch
        {
            ' ' when first == 2 => BytesLength(text, ' '),
            ':' when first == 2 => HardwareLength(text, ':'),
            '-' when first == 2 => HardwareLength(text, '-'),
            ':' or '-' when first >= ShortestGroup => DashedLength(text, text[first]),
            '/' when first is >= 1 and <= 3 => LogPositionLength(text, first),
            _ => 0,
        };
    }

    /// <summary><c>arn:aws:sqs:us-east-1:123456789012:orders</c>: accounts, regions and names of somebody's resources.</summary>
    public static int ResourceNameLength(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal) || text[..Math.Min(text.Length, Longest)].Count(':') < 5)
        {
            return 0;
        }

        var end = text.IndexOfAny(ResourceEnd);
        return text[..(end < 0 ? text.Length : end)].TrimEnd(".:").Length;
    }

    /// <summary><c>cn=Jane Doe,ou=people,dc=acme,dc=com</c>: somebody's entry in a directory.</summary>
    public static int DirectoryLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var length = 0;
        for (var parts = 0; ; parts++)
        {
            var name = AttributeLength(text[length..]);
            if (name == 0)
            {
                return parts >= 2 ? length - 1 : 0;
            }

            var value = text[(length + name)..];
            var end = value.IndexOfAny(DirectoryValueEnd);
            end = end < 0 ? value.Length : end;
            length += name + end;
            if (value.At(end) != ',' || AttributeLength(text[(length + 1)..]) == 0)
            {
                // What follows the last value is the sentence.
                var space = value[..end].IndexOf(' ');
                return parts == 0 ? 0 : length - (space < 0 ? 0 : end - space);
            }

            length++;
        }
    }

    /// <summary><c>#&lt;Order:0x000071f2a8c0&gt;</c>, <c>&lt;shop.Order object at 0x7f2a8c0&gt;</c>: how Ruby and Python show an object.</summary>
    public static int InstanceLength(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text.At(text[0] == '#' ? 2 : 1)) || (text[0] == '#' && text[1] != '<'))
        {
            return 0;
        }

        text = text[..Math.Min(text.Length, Longest)];
        var close = text.IndexOf('>');
        var isObject = close > 0 && (text[0] == '#' ? text[..close].Contains(":0x", StringComparison.Ordinal) : text[..close].Contains(" object at 0x", StringComparison.Ordinal) && text[..close].Contains('.'));
        return isObject ? close + 1 : 0;
    }

    private static int AttributeLength(ReadOnlySpan<char> text)
    {
        var space = text.At(0) == ' ' ? 1 : 0;
        var letters = text[space..].RunOfLetters();
        return letters is 1 or 2 or 3 && text.At(space + letters) == '='
            && text.Slice(space, letters) is "cn" or "CN" or "ou" or "OU" or "dc" or "DC" or "uid" or "UID" or "o" or "O" or "l" or "L" or "st" or "ST" or "c" or "C"
            ? space + letters + 1
            : 0;
    }

    private static int BytesLength(ReadOnlySpan<char> text, char separator)
    {
        // Words of two letters would be looked at from each of them again.
        var first = GroupsLength(text[..Math.Min(text.Length, LongestFirstBytes)], separator, 2, 2, out var head);
        if (first < FewestBytes || !IsMixed(text[..head]))
        {
            return 0;
        }

        var groups = GroupsLength(text[..Math.Min(text.Length, Longest)], separator, 2, 2, out var length);
        return groups >= FewestBytes && IsMixed(text[..length]) ? length : 0;
    }

    private static int HardwareLength(ReadOnlySpan<char> text, char separator) =>
        GroupsLength(text[..Math.Min(text.Length, 18)], separator, 2, 2, out var length) == 6 && length == 17 ? length : 0;

    private static int DashedLength(ReadOnlySpan<char> text, char separator)
    {
        var groups = GroupsLength(text[..Math.Min(text.Length, Longest)], separator, ShortestGroup, Longest, out var length);
        return groups >= 3 && length >= 14 && text.At(length) != separator && IsMixed(text[..length]) ? length : 0;
    }

    /// <summary>A position in PostgreSQL's log.</summary>
    private static int LogPositionLength(ReadOnlySpan<char> text, int first)
    {
        var offset = text[(first + 1)..].RunOf(Characters.Hex);
        var length = first + 1 + offset;
        return offset is >= 6 and <= 8 && text.EndsWordAt(length) && IsMixed(text[..length]) && !text[..length].ContainsAnyInRange('a', 'f') ? length : 0;
    }

    private static int GroupsLength(ReadOnlySpan<char> text, char separator, int shortest, int longest, out int length)
    {
        length = 0;
        var groups = 0;
        for (var at = 0; ; at = length + 1)
        {
            var run = text[at..].RunOf(Characters.Hex);
            if (run < shortest || run > longest || !text.EndsWordAt(at + run))
            {
                return groups;
            }

            groups++;
            length = at + run;
            if (text.At(length) != separator || length + 1 >= text.Length)
            {
                return groups;
            }
        }
    }

    private static bool IsMixed(ReadOnlySpan<char> text) => text.HasDigit() && text.HasLetter();
}
