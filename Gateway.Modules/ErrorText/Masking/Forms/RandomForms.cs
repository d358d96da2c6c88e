using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises keys that nobody marked as such, by how their characters change.</summary>
internal static class RandomForms
{
    private const int LongRun = 24;
    private const int RandomPart = 16;

    /// <summary>A run of words that are no key is looked at from each word again; this bounds how far.</summary>
    private const int LongestLook = 256;

    /// <summary>Length of the key at the start of the text, or 0; some are several random parts with dots between them.</summary>
    public static int LengthOf(in MaskingView view)
    {
        var text = view.Rest;
        if ((text[0] == '+' && view.IsInWord) || AddressForms.UuidLength(text) > 0)
        {
            return 0;
        }

        var length = IsRandom(text[..text.RunOf(Characters.Key)]) ? text.RunOf(Characters.Key) : 0;
        while (length > 0 && text.At(length) == '.')
        {
            var part = text.Slice(length + 1, text[(length + 1)..].RunOf(Characters.Key));
            if (part.Length < 6 || !(part.HasDigit() || SwitchesCase(part) || (HasBothCases(part)
                && text.At(length + 1 + part.Length) == '.')))
            {
                break;
            }

            length += 1 + part.Length;
        }

        return length;
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

    public static bool HasBothCases(ReadOnlySpan<char> text) => text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z');

    /// <summary>Whether a run has a part in it that no word looks like, or changes more often than any name.</summary>
    private static bool IsRandom(ReadOnlySpan<char> run)
    {
        if (run.Length < RandomPart)
        {
            return false;
        }

        var look = run[..Math.Min(run.Length, LongestLook)];
        foreach (var range in look.SplitAny("_-/+="))
        {
            var part = look[range];
            if (part.Length >= RandomPart && part.HasLetter() && (part.HasDigit() ? !IsTypeName(part) : part.Length >= 20
                && IsJumbled(part)))
            {
                return part.Length < run.Length || part.RunOf(Characters.Hex) < part.Length;
            }
        }

        return (look.Length >= LongRun - 4 && IsJumbled(look) && HasBothCases(look)) || (look.Length >= LongRun
            && look.ContainsAny('+', '=') && look.HasDigit() && SwitchesCase(look));
    }

    /// <summary>A camel-case name with one number in it, <c>Base64DecodingException</c>: long humps.</summary>
    private static bool IsTypeName(ReadOnlySpan<char> part) =>
        Changes(part) * 3 <= part.Length && part[part.IndexOfAnyInRange('0', '9')..].RunOfDigits() <= 3 && char.IsAsciiLetter(part[0]);

    /// <summary>No name changes between small letters, capitals and digits so often.</summary>
    private static bool IsJumbled(ReadOnlySpan<char> run) => Changes(run) * 5 >= run.Length * 2;

    /// <summary>How often a letter or digit is of another kind than the one before it.</summary>
    private static int Changes(ReadOnlySpan<char> run)
    {
        var changes = 0;
        for (var i = 1; i < run.Length; i++)
        {
            changes += char.IsAsciiLetterOrDigit(run[i]) && char.IsAsciiLetterOrDigit(run[i - 1])
                && KindOf(run[i]) != KindOf(run[i - 1]) ? 1 : 0;
        }

        return changes;
    }

    private static int KindOf(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : 2;
}
