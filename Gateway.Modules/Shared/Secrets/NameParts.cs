namespace Gateway.Modules.Shared.Secrets;

/// <summary>Splits a parameter's or header's name into its words: <c>cardNumber</c>, <c>card_number</c>, <c>CARD-Number2</c>.</summary>
internal static class NameParts
{
    /// <summary>The words in lower case; digits and all other characters only separate them.</summary>
    public static List<string> Of(ReadOnlySpan<char> name)
    {
        var words = new List<string>(4);
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i == name.Length || !char.IsAsciiLetter(name[i]))
            {
                Add(words, name[start..i]);
                start = i + 1;
            }
            else if (i > start && StartsWord(name, i))
            {
                Add(words, name[start..i]);
                start = i;
            }
        }

        return words;
    }

    /// <summary>A capital after a small letter, or the last of several capitals before a small letter (<c>APIKey</c>).</summary>
    private static bool StartsWord(ReadOnlySpan<char> name, int at) =>
        char.IsAsciiLetterUpper(name[at])
        && (char.IsAsciiLetterLower(name[at - 1]) || (at + 1 < name.Length && char.IsAsciiLetterLower(name[at + 1])));

    private static void Add(List<string> words, ReadOnlySpan<char> word)
    {
        if (!word.IsEmpty)
        {
            words.Add(word.ToString().ToLowerInvariant());
        }
    }
}
