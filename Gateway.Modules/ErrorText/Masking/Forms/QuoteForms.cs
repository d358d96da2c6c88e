using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>What is in quotes, and what the word before says of it.</summary>
internal static class QuoteForms
{
    private const int Longest = 160;
    private const int LongestToken = 96;

    /// <summary>Marks and spaces between a name and its value.</summary>
    private const int LongestBetween = 8;
    private const int DeepestQuote = 2;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/:@$#[]()!");

    /// <summary>Words after which a quoted value is somebody's or secret, whatever it looks like.</summary>
    private static readonly string[] Hiding =
    [
        "user", "username", "login", "account", "customer", "email", "token", "password", "secret",
    ];

    /// <summary>What stands between quotes, or the quote itself where its words are read like any others.</summary>
    public static Taken Quoted(in MaskingView view)
    {
        if (view.ClosesQuote || view.IsInWord)
        {
            return 0;
        }

        var text = view.Rest;
        var close = CloseOf(text);
        if (close <= 1)
        {
            return 0;
        }

        // In text that was quoted twice a backslash is before each quote.
        var isEscaped = view.Previous == '\\' && text[close - 1] == '\\';
        var content = text[1..(isEscaped ? close - 1 : close)];
        var after = close - content.Length;
        var between = view.Between;
        if (between is "=" && IsAssigned(view.KeptWord))
        {
            return new Taken(1, content.Length, after);
        }

        if (between.Length <= LongestBetween && between.Trim(" :=").IsEmpty && (HidesWhatFollows(view.KeptWord) || IsInput(content, view.KeptWord)))
        {
            return new Taken(1, content.Length, after);
        }

        if (IsQuotedName(in view, content, text.At(close + 1)))
        {
            return new Taken(1, content.Length, after);
        }

        if (!content.HasDigit() || content.Count(' ') >= 2 || view.Depth >= DeepestQuote)
        {
            return new Taken(1, 0) { QuoteLength = close };
        }

        var inner = new MaskingScan(view.Rules, content, [], stackalloc char[256], view.Depth + 1);
        try
        {
            var masked = inner.Run();
            var isOnePlaceholder = masked.Length > 2 && masked[0] == '{' && masked.IndexOf('}', StringComparison.Ordinal) == masked.Length - 1;
            // What else would be quoted as a name is one here too; a number with a sign is somebody's telephone.
            var isName = masked is Placeholders.Name or Placeholders.Host || (masked is Placeholders.Number && content[0] == '+');
            var placeholder = !isName && (isOnePlaceholder || content.SequenceEqual(masked)) ? masked : Placeholders.Quoted;
            return new Taken(1, content.Length, after) { Placeholder = placeholder, Offered = inner.Offered };
        }
        finally
        {
            inner.Dispose();
        }
    }

    private static bool IsQuotedName(in MaskingView view, ReadOnlySpan<char> content, char after)
    {
        // The key of a field, {'detail': ...}, is the error's own word.
        var before = view.Before;
        if (after == ':' && before.TrimEnd(' ') is [.., '{' or ','])
        {
            return false;
        }

        // Parts of a qualified name: "APP"."ORDERS".
        var quote = view.Rest[0];
        var isPart = (after == '.' && view.Rest.At(content.Length + 3) == quote) || (view.Previous == '.' && before.At(before.Length - 2) == quote);
        var between = view.Between;
        var isNamed = isPart || (between.Length <= 3 && between.Trim(" :=[(").IsEmpty && NameWords.ResourceNouns.Contains(view.KeptWord))
            || NameWords.ChineseResourceNouns.Ends(before[Math.Max(0, before.Length - 8)..].TrimEnd(" ："));
        return IsName(content, isNamed);
    }

    /// <summary>The quote that closes the one given, or NUL where it opens none.</summary>
    private static char ClosingOf(char quote) => quote switch
    {
        '\'' or '"' or '`' => quote,
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        _ => '\0',
    };

    /// <summary>
    /// Where the quote at the start of the text closes, or -1: not in the middle of a word (<c>don't</c>), and not too far away.
    /// </summary>
    public static int CloseOf(ReadOnlySpan<char> text)
    {
        var quote = text[0];
        var closing = ClosingOf(quote);
        var end = Math.Min(text.Length, 1 + Longest);
        if (quote != '`' && text[1..end].IndexOf(closing) < 0)
        {
            return -1;
        }

        for (var i = 1; i < end; i++)
        {
            if ((text[i] == closing || (quote == '`' && text[i] == '\'')) && text.EndsWordAt(i + 1))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether words between quotes are somebody's input: <c>value 'Jane Doe'</c>.</summary>
    private static bool IsInput(ReadOnlySpan<char> content, ReadOnlySpan<char> before) =>
        content.Contains(' ') && content.IndexOfAny("{}:") < 0
        && (before.Equals("value", StringComparison.OrdinalIgnoreCase) || before.Equals("entry", StringComparison.OrdinalIgnoreCase) || before.Equals("name", StringComparison.OrdinalIgnoreCase));

    /// <summary>Fields whose value says what went wrong; any other field's is a value, whatever it looks like: <c>carrier='KLM'</c>.</summary>
    private static readonly WordList TellingFields = WordList.Of("telling-fields", ignoreCase: true);

    private static bool IsAssigned(ReadOnlySpan<char> field) => char.IsAsciiLetterLower(field.At(0)) && !TellingFields.Ends(field);

    private static bool HidesWhatFollows(ReadOnlySpan<char> word)
    {
        foreach (var hiding in Hiding)
        {
            if (word.Equals(hiding, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the quoted text is one name that some application made up: a field, a table, a module. Not one is a word that says what is
    /// wrong: a type, a code, an option, the type of an error.
    /// </summary>
    private static bool IsName(ReadOnlySpan<char> content, bool isNamed)
    {
        if (content.Length is 0 or > LongestToken || content.IndexOfAnyExcept(TokenCharacters) >= 0 || !content.HasLetter())
        {
            return false;
        }

        if (NameWords.Telling.Contains(content) || NameForms.IsErrorType(content) || NameForms.IsLibraryType(content) || content[0] == '-')
        {
            return false;
        }

        // Upper case is how codes and key words are written; also how Oracle names its tables.
        return isNamed || (content.ContainsAnyInRange('a', 'z') && !NameWords.Settings.IsIn(content));
    }
}
