using System.Buffers;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>Classes of characters, and how far they reach from the start of a text. ASCII only: other letters are never values.</summary>
internal static class Characters
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    public const string WordCharacters = Letters + Digits + "_";

    /// <summary>Letters, digits and underscore.</summary>
    public static readonly SearchValues<char> Word = SearchValues.Create(WordCharacters);

    /// <summary>What Base64, both kinds, and most keys are made of.</summary>
    public static readonly SearchValues<char> Key = SearchValues.Create(WordCharacters + "-+/=");

    public static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>How many of the first characters belong to the class.</summary>
    public static int RunOf(this ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        var end = text.IndexOfAnyExcept(characters);
        return end < 0 ? text.Length : end;
    }

    /// <summary>How far it is to the first of the characters, or to the text's end.</summary>
    public static int UpTo(this ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        var end = text.IndexOfAny(characters);
        return end < 0 ? text.Length : end;
    }

    public static int RunOfDigits(this ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    public static int RunOfLetters(this ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length]))
        {
            length++;
        }

        return length;
    }

    public static bool HasDigit(this ReadOnlySpan<char> text) => text.IndexOfAnyInRange('0', '9') >= 0;

    public static bool HasLetter(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The character at <paramref name="index"/>, or NUL beyond the end.</summary>
    public static char At(this ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length ? text[index] : '\0';

    public static bool EndsWordAt(this ReadOnlySpan<char> text, int index) => !IsWord(text.At(index));
}
