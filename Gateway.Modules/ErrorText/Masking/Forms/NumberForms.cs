using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises numbers, and masks the digits in words. Lengths at the start of the text, or 0.</summary>
internal static class NumberForms
{
    private const int ShortestHex = 8;
    private const int ShortestToken = 5;
    private const int LongestGroups = 64;
    private const int LongestUnit = 8;

    private static readonly WordList Names = WordList.Read("names-with-digits", ignoreCase: true);

    /// <summary><c>0x1f</c>, <c>3f9c2ab1</c></summary>
    public static int HexLength(ReadOnlySpan<char> text)
    {
        var isMarked = text[0] == '0' && text.At(1) is 'x' or 'X';
        var length = isMarked ? 2 + text[2..].RunOf(Characters.Hex) : text.RunOf(Characters.Hex);
        return text.EndsWordAt(length) && (isMarked ? length > 2 : IsHex(text[..length])) ? length : 0;
    }

    /// <summary>
    /// <c>17</c>, <c>1,234.5</c>, <c>1.2.3</c>, <c>1e-9</c>; the unit of <c>30s</c> stays, and of <c>1m30.5s</c>, whose parts come and
    /// go, the last.
    /// </summary>
    public static Taken Number(in MaskingView view)
    {
        var text = view.Rest;
        for (var at = 0; ;)
        {
            at += GroupsLength(text[at..]);
            at += ExponentLength(text[at..]);
            var unit = text.At(at) is 'µ' or 'μ' ? 2 : text[at..].RunOfLetters();
            if (text.EndsWordAt(at + unit) && unit <= LongestUnit)
            {
                return IsQuantity(text.Slice(at, unit), view.Previous == '=') ? at + unit : new Taken(0, at, unit);
            }

            if (unit is 0 or > 2 || !char.IsAsciiDigit(text.At(at + unit)))
            {
                return 0;
            }

            at += unit;
        }
    }

    /// <summary>
    /// Kubernetes writes <c>1500m</c> or <c>2</c>, <c>2048Mi</c> or <c>2Gi</c> as it comes; as a field's value such a unit is part of it.
    /// </summary>
    private static bool IsQuantity(ReadOnlySpan<char> unit, bool isAssigned) =>
        unit is "Ki" or "Mi" or "Gi" or "Ti" or "Pi" or "Ei" || (isAssigned && unit is "m" or "k" or "M" or "G" or "T" or "P" or "E");

    /// <summary>Appends a word, masked part by part, and returns its length.</summary>
    public static int AppendWord(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        var word = text[..text.RunOf(Characters.Word)];
        foreach (var range in word.Split('_'))
        {
            if (range.Start.Value > 0)
            {
                output.Append('_');
            }

            AppendPart(word[range], ref output);
        }

        return word.Length;
    }

    private static void AppendPart(ReadOnlySpan<char> part, ref CharBuffer output)
    {
        if (!part.HasDigit() || Names.Contains(part) || IsTypeName(part))
        {
            output.Append(part);
        }
        else if (IsHex(part))
        {
            output.Append(Placeholders.Hex);
        }
        else if (part.Length >= ShortestToken && IsMixed(part))
        {
            output.Append(Placeholders.Token);
        }
        else
        {
            for (var digits = 0; !part.IsEmpty; part = part[Math.Max(1, digits)..])
            {
                digits = part.RunOfDigits();
                output.Append(digits > 0 ? Placeholders.Number : part[..1]);
            }
        }
    }

    private static int GroupsLength(ReadOnlySpan<char> text)
    {
        var length = text.RunOfDigits();
        // What turns out to be no number is looked at from each of its groups again.
        while (length < LongestGroups && text.At(length) is '.' or ',' && char.IsAsciiDigit(text.At(length + 1)))
        {
            length += 1 + text[(length + 1)..].RunOfDigits();
        }

        return length;
    }

    /// <summary>With its sign; without one, <c>1e9</c>, a number looks like any identifier.</summary>
    private static int ExponentLength(ReadOnlySpan<char> text)
    {
        var digits = text.At(0) is 'e' or 'E' && text.At(1) is '+' or '-' ? text[2..].RunOfDigits() : 0;
        return digits > 0 && text.EndsWordAt(2 + digits) ? 2 + digits : 0;
    }

    /// <summary>Also the first seven digits of a commit.</summary>
    private static bool IsHex(ReadOnlySpan<char> part) =>
        part.Length >= ShortestHex - 1 && part.HasDigit() && part.HasLetter() && part.RunOf(Characters.Hex) == part.Length
        && (part.Length >= ShortestHex || !part.ContainsAnyInRange('A', 'F'));

    /// <summary>Digits with letters on both sides, or letters with digits on both: an identifier that somebody generated.</summary>
    private static bool IsMixed(ReadOnlySpan<char> part)
    {
        var changes = 0;
        for (var i = 1; i < part.Length; i++)
        {
            changes += char.IsAsciiDigit(part[i]) != char.IsAsciiDigit(part[i - 1]) ? 1 : 0;
        }

        return changes >= 2;
    }

    /// <summary><c>Base64DecodingException</c>: upper case, one short number, then a long word of small letters.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> part)
    {
        var digits = part.IndexOfAnyInRange('0', '9');
        var after = digits + part[digits..].RunOfDigits();
        return char.IsAsciiLetterUpper(part[0]) && after - digits <= 3 && char.IsAsciiLetterUpper(part.At(after))
            && part.Length - after >= 5
            && part[after..].ContainsAnyInRange('a', 'z');
    }
}
