using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>
/// Recognises texts that say that something failed, but not what: apologies, references, the names of servers. Such a text gives way to
/// any other while an error is read; and left alone it is near many errors and means none of them, so it shares clusters with its like
/// only.
/// </summary>
internal static class OpaqueText
{
    /// <summary>A text this long has said something, whatever its words are.</summary>
    private const int Longest = 400;

    private static readonly WordList Words = WordList.Read("opaque-words", ignoreCase: true);

    /// <summary>Chinese, which writes words together.</summary>
    private static readonly WordList Phrases = WordList.Read("opaque-phrases");

    /// <summary>Sentences of frameworks that are made of other words, too.</summary>
    private static readonly WordList Sentences = WordList.Read("opaque-sentences", ignoreCase: true);

    /// <param name="text">Masked or not; placeholders such as <c>{n}</c> say nothing.</param>
    public static bool Is(ReadOnlySpan<char> text) =>
        text.Length <= Longest && (IsMadeOfSuchWords(text) || Sentences.Contains(text.Trim(" .!")));

    private static bool IsMadeOfSuchWords(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            if (Placeholders.LengthAt(text[at..]) is > 0 and var length)
            {
                at += length;
            }
            else if (!char.IsLetter(text[at]))
            {
                at++;
            }
            else if (char.IsAscii(text[at]))
            {
                at = EndOfWord(text, start);
                if (!Words.Contains(text[start..at]))
                {
                    return false;
                }
            }
            else
            {
                at = EndOfRun(text, start);
                if (!IsMadeOfPhrases(text[start..at]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The parts of a camelCase name are words.</summary>
    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])
            && !(char.IsAsciiLetterUpper(text[end])
                && (char.IsAsciiLetterLower(text[end - 1]) || (end + 1 < text.Length && char.IsAsciiLetterLower(text[end + 1])))))
        {
            end++;
        }

        return end;
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsLetter(text[end]) && !char.IsAscii(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>Whether it can be taken apart into phrases without a rest.</summary>
    private static bool IsMadeOfPhrases(ReadOnlySpan<char> run)
    {
        Span<bool> reached = stackalloc bool[Longest + 1];
        reached[0] = true;
        for (var end = 1; end <= run.Length; end++)
        {
            for (var length = Math.Min(end, Phrases.Longest); length > 0 && !reached[end]; length--)
            {
                reached[end] = reached[end - length] && Phrases.Contains(run.Slice(end - length, length));
            }
        }

        return reached[run.Length];
    }
}
