namespace Gateway.Modules.Embedding;

/// <summary>Which writing a text is in, and so which model understands it.</summary>
internal static class Script
{
    /// <summary>Whether more than half of the letters are Chinese or Japanese ones. Placeholders such as <c>&lt;n&gt;</c> do not count.</summary>
    public static bool IsMostlyCjk(ReadOnlySpan<char> text)
    {
        var (letters, cjk) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '<' && LengthOfPlaceholder(text[i..]) is > 0 and var length)
            {
                i += length - 1;
            }
            else if (IsCjk(text[i]))
            {
                letters++;
                cjk++;
            }
            else if (char.IsLetter(text[i]))
            {
                letters++;
            }
        }

        return cjk * 2 > letters;
    }

    /// <summary>Han ideographs of the first plane with their compatibility forms, and kana; the rarer ideographs come as surrogates.</summary>
    private static bool IsCjk(char letter) =>
        letter is >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or >= '\u3041' and <= '\u30ff'
            or >= '\ud840' and <= '\ud884';

    private static int LengthOfPlaceholder(ReadOnlySpan<char> text)
    {
        var end = text[1..].IndexOfAnyExceptInRange('a', 'z') + 1;
        return end > 1 && text[end] == '>' ? end + 1 : 0;
    }
}
