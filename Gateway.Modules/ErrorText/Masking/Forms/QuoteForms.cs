using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>What is in quotes, and what the word before says of it.</summary>
internal static class QuoteForms
{
    private const int Longest = 160;
    private const int LongestName = 96;

    /// <summary>Marks and spaces between a name and its value.</summary>
    private const int LongestBetween = 8;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Characters.WordCharacters + ".-/:@$#[]()!");

    /// <summary>Words after which a quoted value is somebody's or secret, whatever it looks like.</summary>
    private static readonly WordList Hiding = WordList.Read("hiding-words", ignoreCase: true);

    /// <summary>
    /// Fields whose value says what went wrong; any other field's is a value, whatever it looks like: <c>carrier='KLM'</c>.
    /// </summary>
    private static readonly WordList TellingFields = WordList.Read("telling-fields", ignoreCase: true);

    /// <summary>What stands between quotes, or the quote itself where its words are read like any others.</summary>
    public static Taken Quoted(in MaskingView view)
    {
        var text = view.Rest;
        var close = view.ClosesQuote || view.IsInWord ? 0 : CloseOf(text);
        if (close <= 1)
        {
            return 0;
        }

        // In text that was quoted twice a backslash is before each quote.
        var end = view.Previous == '\\' && text[close - 1] == '\\' ? close - 1 : close;
        var content = text[1..end];
        if (NameWords.Telling.Contains(content) && content.HasDigit())
        {
            return Taken.Keep(close + 1);
        }

        return IsValue(in view, content, text.At(close + 1)) ? new Taken(1, content.Length, close + 1 - end)
            : new Taken(1, 0) { QuoteLength = close };
    }

    private static bool IsValue(in MaskingView view, ReadOnlySpan<char> content, char after)
    {
        var word = view.KeptWord;
        if (view.Between is "=" && char.IsAsciiLetterLower(word.At(0)) && !TellingFields.Ends(word))
        {
            return true;
        }

        var follows = view.Between.Length <= LongestBetween && view.Between.Trim(" :=").IsEmpty;
        return (follows && (Hiding.Contains(word) || IsInput(content, word))) || IsName(in view, content, after)
            || (content.HasDigit() && content.Count(' ') < 2 && CodeForms.LengthOf(content) < content.Length);
    }

    /// <summary>Whether words between quotes are somebody's input: <c>value 'Jane Doe'</c>.</summary>
    private static bool IsInput(ReadOnlySpan<char> content, ReadOnlySpan<char> before) =>
        content.Contains(' ') && !content.ContainsAny("{}:")
        && (before.Equals("value", StringComparison.OrdinalIgnoreCase) || before.Equals("entry", StringComparison.OrdinalIgnoreCase)
            || before.Equals("name", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether the quoted text is one name that some application made up: a field, a table, a module. Not one is a word that says what is
    /// wrong: a type, a code, an option, the type of an error.
    /// </summary>
    private static bool IsName(in MaskingView view, ReadOnlySpan<char> content, char after)
    {
        if (content.Length > LongestName || content.ContainsAnyExcept(NameCharacters) || !content.HasLetter() || content[0] == '-'
            || NameWords.Telling.Contains(content) || TypeNames.IsErrorType(content) || TypeNames.IsLibraryType(content))
        {
            return false;
        }

        // The key of a field, {'detail': ...}, is the error's own word.
        var before = view.Before;
        if (after == ':' && before.TrimEnd(' ') is [.., '{' or ','])
        {
            return false;
        }

        // Upper case is how codes and key words are written; also how Oracle names its tables.
        return (content.ContainsAnyInRange('a', 'z') && !NameWords.Settings.IsIn(content)) || IsNamed(in view, content, after);
    }

    /// <summary>Whether the words around say that it is a name, or it is a part of one: <c>"APP"."ORDERS"</c>.</summary>
    private static bool IsNamed(in MaskingView view, ReadOnlySpan<char> content, char after)
    {
        var quote = view.Rest[0];
        var between = view.Between;
        return (after == '.' && view.Rest.At(content.Length + 3) == quote)
            || (view.Previous == '.' && view.Before.At(view.Before.Length - 2) == quote)
            || (between.Length <= 3 && between.Trim(" :=[(").IsEmpty && NameWords.ResourceNouns.Contains(view.KeptWord))
            || NameWords.ChineseResourceNouns.Ends(view.Before.TrimEnd(" ："));
    }

    /// <summary>
    /// Where the quote at the start of the text closes, or -1: not in the middle of a word (<c>don't</c>), and not too far away.
    /// </summary>
    private static int CloseOf(ReadOnlySpan<char> text)
    {
        var quote = text[0];
        var closing = quote switch { '“' => '”', '‘' => '’', '「' => '」', '『' => '』', _ => quote };
        var other = quote == '`' ? '\'' : closing;
        var end = Math.Min(text.Length, 1 + Longest);
        var at = 1;
        while (at < end && text[at..end].IndexOfAny(closing, other) is >= 0 and var next)
        {
            at += next + 1;
            if (text.EndsWordAt(at))
            {
                return at - 1;
            }
        }

        return -1;
    }

    /// <summary><c>delayed=False</c>: a field's value, like one between quotes.</summary>
    public static int TruthLength(in MaskingView view)
    {
        var length = view.Rest.RunOfLetters();
        return view.Previous == '=' && view.Rest[..length] is "True" or "False" or "true" or "false" && view.Rest.EndsWordAt(length)
            ? length : 0;
    }
}
