using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>What is in quotes, and what the word before says of it.</summary>
internal static class QuoteForms
{
    private const int Longest = 160;
    private const int LongestToken = 96;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/:@$#[]()!");

    /// <summary>Words after which a quoted value is somebody's or secret, whatever it looks like.</summary>
    private static readonly string[] Hiding =
    [
        "user", "username", "login", "account", "customer", "email", "token", "password", "secret",
    ];

    /// <summary>The quote that closes the one given, or NUL where it opens none.</summary>
    public static char ClosingOf(char quote) => quote switch
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
    public static bool IsInput(ReadOnlySpan<char> content, ReadOnlySpan<char> before) =>
        content.Contains(' ') && content.IndexOfAny("{}:") < 0
        && (before.Equals("value", StringComparison.OrdinalIgnoreCase) || before.Equals("entry", StringComparison.OrdinalIgnoreCase) || before.Equals("name", StringComparison.OrdinalIgnoreCase));

    /// <summary>Fields whose value says what went wrong; any other field's is a value, whatever it looks like: <c>carrier='KLM'</c>.</summary>
    private static readonly string[] TellingFields = ["code", "error", "err", "errno", "type", "status", "state", "reason", "kind", "cause", "message", "msg", "detail", "severity", "level", "exception", "title", "method", "class"];

    public static bool IsAssigned(ReadOnlySpan<char> field) => char.IsAsciiLetterLower(field.At(0)) && !field.EndsWithAny(TellingFields, StringComparison.OrdinalIgnoreCase);

    public static bool HidesWhatFollows(ReadOnlySpan<char> word)
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
    public static bool IsName(ReadOnlySpan<char> content, bool isNamed)
    {
        if (content.Length is 0 or > LongestToken || content.IndexOfAnyExcept(TokenCharacters) >= 0 || !content.HasLetter())
        {
            return false;
        }

        if (NameWords.IsTelling(content) || NameForms.IsErrorType(content) || NameForms.IsLibraryType(content) || content[0] == '-')
        {
            return false;
        }

        // Upper case is how codes and key words are written; also how Oracle names its tables.
        return isNamed || (content.ContainsAnyInRange('a', 'z') && !NameWords.IsSetting(content));
    }
}
