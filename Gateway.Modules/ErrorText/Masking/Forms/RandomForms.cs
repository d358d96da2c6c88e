using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises keys that nobody marked as such, by how their characters change.</summary>
internal static class RandomForms
{
    private const int LongRun = 24;
    private const int RandomPart = 16;

    /// <summary>A run of words that are no key is looked at from each word again; this bounds how far.</summary>
    private const int LongestLook = 256;

    /// <summary>Length of the key at the start of the text, or 0.</summary>
    public static int LengthOf(ReadOnlySpan<char> text) => WithDottedParts(text, RandomLength(text));

    /// <summary>Some tokens are several random parts with dots between them.</summary>
    private static int WithDottedParts(ReadOnlySpan<char> text, int length)
    {
        while (length > 0 && text.At(length) == '.')
        {
            var part = text.Slice(length + 1, text[(length + 1)..].RunOf(Characters.Key));
            if (part.Length < 6 || !(part.HasDigit() || SwitchesCase(part) || (part.ContainsAnyInRange('A', 'Z') && part.ContainsAnyInRange('a', 'z') && text.At(length + 1 + part.Length) == '.')))
            {
                break;
            }

            length += 1 + part.Length;
        }

        return length;
    }

    /// <summary>A long run of key characters with a part in it that no word looks like.</summary>
    private static int RandomLength(ReadOnlySpan<char> text)
    {
        var run = text[..text.RunOf(Characters.Key)];
        if (run.Length < RandomPart)
        {
            return 0;
        }

        var look = run[..Math.Min(run.Length, LongestLook)];
        foreach (var range in look.SplitAny("_-/+="))
        {
            var part = look[range];
            if (part.Length >= RandomPart && part.HasLetter() && (part.HasDigit() ? !IsTypeName(part) : IsRandomLetters(part)))
            {
                return part.Length == run.Length && part.RunOf(Characters.Hex) == part.Length ? 0 : run.Length;
            }
        }

        return look.Length >= LongRun - 4 && IsJumbled(look) ? run.Length : look.Length >= LongRun && look.IndexOfAny('+', '=') > 0 && look.HasDigit() && SwitchesCase(look) ? run.Length : 0;
    }

    /// <summary>A key whose separators leave only short parts: no name changes between small letters, capitals and digits so often.</summary>
    private static bool IsJumbled(ReadOnlySpan<char> run)
    {
        var changes = 0;
        for (var i = 1; i < run.Length; i++)
        {
            changes += char.IsAsciiLetterOrDigit(run[i]) && char.IsAsciiLetterOrDigit(run[i - 1]) && KindOf(run[i]) != KindOf(run[i - 1]) ? 1 : 0;
        }

        return changes * 5 >= run.Length * 2 && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z');
    }

    /// <summary>A camel-case name with one number in it, <c>Base64DecodingException</c>: long humps.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> part)
    {
        var digits = part.IndexOfAnyInRange('0', '9');
        return Changes(part) * 3 <= part.Length && part[digits..].RunOfDigits() <= 3 && char.IsAsciiLetter(part[0]);
    }

    private static bool IsRandomLetters(ReadOnlySpan<char> part) => part.Length >= 20 && Changes(part) * 5 >= part.Length * 2;

    /// <summary>How often a character is of another kind than the one before it.</summary>
    private static int Changes(ReadOnlySpan<char> part)
    {
        var changes = 0;
        for (var i = 1; i < part.Length; i++)
        {
            changes += KindOf(part[i]) != KindOf(part[i - 1]) ? 1 : 0;
        }

        return changes;
    }

    /// <summary>Lower case, then upper, more often than a name of two or three words does.</summary>
    public static bool SwitchesCase(ReadOnlySpan<char> text)
    {
        var switches = 0;
        for (var i = 1; i < text.Length; i++)
        {
            switches += char.IsAsciiLetterLower(text[i - 1]) && char.IsAsciiLetterUpper(text[i]) ? 1 : 0;
        }

        return switches >= 2 && switches * 6 >= text.Length;
    }

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : 2;
}
