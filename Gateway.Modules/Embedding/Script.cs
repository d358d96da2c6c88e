namespace Gateway.Modules.Embedding;

/// <summary>Which writing a text is in, and so which model understands it.</summary>
internal static class Script
{
    /// <summary>
    /// A Chinese character says what half a word does, and counts twice: the Chinese model reads Latin words too, the English one no
    /// Chinese.
    /// </summary>
    private const double LettersPerCjk = 5;

    /// <summary>
    /// Whether a masked text says more in Chinese or Japanese than in other writings. Placeholders such as <c>{n}</c> do not count.
    /// </summary>
    public static bool IsMostlyCjk(ReadOnlySpan<char> text)
    {
        var (others, cjk) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '{' && LengthOfPlaceholder(text[i..]) is > 0 and var length)
            {
                i += length - 1;
            }
            else if (IsCjk(text[i]))
            {
                cjk++;
            }
            else if (char.IsLetter(text[i]))
            {
                others++;
            }
        }

        return cjk * LettersPerCjk > others;
    }

    /// <summary>
    /// Han ideographs of the first plane with their compatibility forms, and kana; the rarer ideographs come as surrogates.
    /// </summary>
    public static bool IsCjk(char letter) =>
        letter is >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or >= '\u3041' and <= '\u30ff'
            or >= '\ud840' and <= '\ud884';

    private static int LengthOfPlaceholder(ReadOnlySpan<char> text)
    {
        var end = text[1..].IndexOfAnyExceptInRange('a', 'z') + 1;
        return end > 1 && end < text.Length && text[end] == '}' ? end + 1 : 0;
    }
}
