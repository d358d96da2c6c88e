using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Masks the digits in words: a number, a number with its unit, an identifier, or a name that just has a digit in it.</summary>
internal static class WordForms
{
    private const int ShortestHex = 8;
    private const int ShortestToken = 5;
    private const int LongestGroups = 64;

    /// <summary>Names of things, whose digits are no value.</summary>
    private static readonly WordList Names = WordList.Of("names-with-digits", ignoreCase: true);

    /// <summary>Appends the word at the start of <paramref name="text"/>, masked, and returns how many characters it took.</summary>
    public static int Append(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        var word = text[..text.RunOf(Characters.Word)];
        if (!word.HasDigit())
        {
            output.Append(word);
            return word.Length;
        }

        if (char.IsAsciiDigit(word[0]))
        {
            var number = AppendNumber(text, ref output);
            if (number > 0)
            {
                return number;
            }
        }

        AppendParts(word, ref output);
        return word.Length;
    }

    /// <summary><c>17</c>, <c>1,234.5</c>, <c>1.2.3</c>, <c>30s</c>, <c>1m30.5s</c>, <c>1e-9</c>, <c>0x1f</c></summary>
    private static int AppendNumber(ReadOnlySpan<char> text, ref CharBuffer output)
    {
        if (text[0] == '0' && text.At(1) is 'x' or 'X' && text[2..].RunOf(Characters.Hex) is > 0 and var hex && text.EndsWordAt(2 + hex))
        {
            output.Append(Placeholders.Hex);
            return 2 + hex;
        }

        var word = text[..text.RunOf(Characters.Word)];
        if (IsHex(word))
        {
            output.Append(Placeholders.Hex);
            return word.Length;
        }

        var at = 0;
        while (true)
        {
            at += GroupsLength(text[at..]);
            at += ExponentLength(text[at..]);
            var unit = UnitLength(text[at..]);
            if (text.EndsWordAt(at + unit))
            {
                var isAssigned = output.Written is [.., '='];
                output.Append(Placeholders.Number);
                return at + (UnitForms.IsQuantity(text.Slice(at, unit), isAssigned) ? unit : UnitForms.Append(text[..at], text[at..], unit, ref output));
            }

            // A duration goes on: 1m30s. Its parts come and go with its size, so only the last unit stays.
            if (unit is 0 or > 2 || !char.IsAsciiDigit(text[at + unit]))
            {
                return 0;
            }

            at += unit;
        }
    }

    /// <summary>With its sign; without one, <c>1e9</c>, a number looks like any identifier.</summary>
    private static int ExponentLength(ReadOnlySpan<char> text)
    {
        var digits = text.At(0) is 'e' or 'E' && text.At(1) is '+' or '-' ? text[2..].RunOfDigits() : 0;
        return digits > 0 && text.EndsWordAt(2 + digits) ? 2 + digits : 0;
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

    private static int UnitLength(ReadOnlySpan<char> text)
    {
        if (text.At(0) is 'µ' or 'μ' && text.At(1) == 's')
        {
            return 2;
        }

        var letters = text.RunOfLetters();
        return letters <= ShortestHex ? letters : 0;
    }

    private static void AppendParts(ReadOnlySpan<char> word, ref CharBuffer output)
    {
        var first = true;
        foreach (var range in word.Split('_'))
        {
            if (!first)
            {
                output.Append('_');
            }

            first = false;
            AppendPart(word[range], ref output);
        }
    }

    private static void AppendPart(ReadOnlySpan<char> part, ref CharBuffer output)
    {
        if (!part.HasDigit() || Names.Contains(part))
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
            AppendDigitRuns(part, ref output);
        }
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

        return changes >= 2 && !(changes == 2 && IsTypeName(part));
    }

    /// <summary><c>Base64DecodingException</c>, <c>DB2Driver</c>: upper case, one short number, then a long word of small letters.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> part)
    {
        var digits = part.IndexOfAnyInRange('0', '9');
        var after = digits + part[digits..].RunOfDigits();
        return char.IsAsciiLetterUpper(part[0]) && after - digits <= 3 && char.IsAsciiLetterUpper(part.At(after)) && part.Length - after >= 5 && part[after..].ContainsAnyInRange('a', 'z');
    }

    private static void AppendDigitRuns(ReadOnlySpan<char> part, ref CharBuffer output)
    {
        if (IsTypeNameOnly(part))
        {
            output.Append(part);
            return;
        }

        while (!part.IsEmpty)
        {
            var digits = part.RunOfDigits();
            if (digits > 0)
            {
                output.Append(Placeholders.Number);
                part = part[digits..];
                continue;
            }

            output.Append(part[0]);
            part = part[1..];
        }
    }

    private static bool IsTypeNameOnly(ReadOnlySpan<char> part) => part.Length >= 10 && char.IsAsciiLetterUpper(part[0]) && IsTypeName(part);
}
