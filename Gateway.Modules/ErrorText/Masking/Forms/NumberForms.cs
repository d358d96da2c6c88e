using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises numbers of several groups: versions and telephone numbers. Lengths at the start of the text, or 0.</summary>
internal static class NumberForms
{
    private static readonly SearchValues<char> SuffixCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");

    /// <summary><c>v1.2</c>, <c>1.2.3-rc1</c>, <c>2.0.1-SNAPSHOT</c>; after the word <c>version</c> also four groups, which look like an address.</summary>
    public static int VersionLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var start = text[0] is 'v' or 'V' ? 1 : 0;
        if (!char.IsAsciiDigit(text.At(start)))
        {
            return 0;
        }

        var at = start;
        var groups = 0;
        while (true)
        {
            var digits = text[at..].RunOfDigits();
            groups++;
            at += digits;
            if (text.At(at) != '.' || !char.IsAsciiDigit(text.At(at + 1)))
            {
                break;
            }

            at++;
        }

        var suffix = groups == 3 ? SuffixLength(text[at..]) : 0;
        var isVersion = (start == 1 && groups >= 2) || suffix > 0 || (groups == 4 && before.Equals("version", StringComparison.OrdinalIgnoreCase));
        return isVersion && text.EndsWordAt(at + suffix) ? at + suffix : 0;
    }

    /// <summary><c>+1-202-555-0143</c>, <c>+44 20 7946 0958</c>, <c>+49 (30) 901820</c>; the text starts with the plus sign.</summary>
    public static int PhoneLength(ReadOnlySpan<char> text)
    {
        var digits = 0;
        var end = 0;
        for (var at = 1; at < text.Length && at < 24; at++)
        {
            if (char.IsAsciiDigit(text[at]))
            {
                digits++;
                end = at + 1;
            }
            else if (text[at] is not (' ' or '-' or '.' or '(' or ')') || digits == 0)
            {
                break;
            }
            else if (end < at && !(text[at] is '(' or ' ' && text[at - 1] is ' ' or ')'))
            {
                break;
            }
        }

        return digits is >= 8 and <= 15 && text.EndsWordAt(end) ? end : 0;
    }

    private static int SuffixLength(ReadOnlySpan<char> text)
    {
        if (text.At(0) != '-' || !char.IsAsciiLetter(text.At(1)))
        {
            return 0;
        }

        return 1 + text[1..].RunOf(SuffixCharacters) is var length && text[length - 1] == '.' ? length - 1 : length;
    }
}
