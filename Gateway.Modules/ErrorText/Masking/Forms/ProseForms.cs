using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises passwords and people that a sentence tells, <c>the password hunter2 is wrong</c>, <c>user jdoe is locked</c>: a word after the one that
/// announces it, unless it is a word that errors use there. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class ProseForms
{
    private const int LongestAnnouncement = 40;
    private const int LongestValue = 128;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\"'`,;()[]{}<>，。；、！？：“”「」（）");

    /// <summary>What announces a password, in English, German, French, Spanish and Chinese.</summary>
    private static readonly WordList Passwords = WordList.Of("password-words", ignoreCase: true);

    private static readonly SearchValues<string> AnyPassword = SearchValues.Create([.. Passwords.Words], StringComparison.OrdinalIgnoreCase);

    /// <summary>What may stand between the announcement and the value.</summary>
    private static readonly string[] Links = [" is", " was", " of", " ist", " war", " lautet", " lautete", " est", " était", " es", " era", "是", "为", "：", ":"];

    /// <summary>What errors say of a password or of a person, in these languages. Other words are the value.</summary>
    private static readonly WordList Said = WordList.Of("said-of-secrets", ignoreCase: true);

    /// <summary>Whom a name is one of.</summary>
    private static readonly WordList People = WordList.Of("account-words", ignoreCase: true);

    /// <summary>What happens to a person; with a verb before it where it is a word alone.</summary>
    private static readonly string[] Fates =
    [
        " does not exist", " doesn't exist", " does not have ", " doesn't have ", " has no ", " cannot ", " not found", " already exists", " lacks ", " no tiene ", " hat kein", " n'a pas ",
        " locked", " blocked", " disabled", " suspended", " banned", " failed to log", " could not be authenticated", " is not a ", " is already ",
    ];

    private static readonly string[] Verbs =
    [
        " is currently ", " is temporarily ", " is ", " was ", " has been ", " ist ", " wurde ", " est ", " a été ", " está ", " es ", " ha sido ",
    ];

    private static readonly WordList States = WordList.Of("account-states");

    /// <summary>Whether the text announces a password at all: few do, and then each word is asked.</summary>
    public static bool AnnouncesPassword(ReadOnlySpan<char> text) => text.ContainsAny(AnyPassword);

    /// <summary>The password at the start of the text, by what is before it.</summary>
    public static int PasswordLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - LongestAnnouncement)..];
        if (before.IsEmpty || before[^1] is not (' ' or ':' or '=' or >= '\u0080'))
        {
            return 0;
        }

        var named = WithoutLink(before.TrimEnd(" =:"));
        return Passwords.Ends(named) ? ValueLength(text) : 0;
    }

    /// <summary>The name at the start of the text, by the word before it and by what is said of it.</summary>
    public static int PersonLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> between)
    {
        if (between.Length is 0 or > 3 || between.IndexOfAnyExcept(" :=") >= 0 || !People.Contains(before))
        {
            return 0;
        }

        var length = ValueLength(text);
        var isAssigned = between.Trim(' ') is ":" or "=";
        return length >= 2 && (isAssigned || HasFate(text[length..])) ? length : 0;
    }

    /// <summary>What follows <c>AUTH</c>, Redis' command, and <c>basic auth name:password</c>.</summary>
    public static int CredentialsLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> between)
    {
        if (between is not (" " or ": ") || !(before.Equals("auth", StringComparison.OrdinalIgnoreCase) || before.StartsWith("credential", StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        var end = EndOf(text);
        var colon = text[..end].IndexOf(':');
        if (colon > 0 && colon < end - 1)
        {
            // A host with its port is none.
            return text[(colon + 1)..end].ContainsAnyExceptInRange('0', '9') ? end : 0;
        }

        var command = before is "AUTH" && between is " " ? ValueLength(text) : 0;
        var second = command > 0 && text.At(command) == ' ' ? text[(command + 1)..] : [];
        // Since Redis 6 the user's name may come first.
        return text[..command] is "default" || (second.Length > 0 && second[..EndOf(second)].HasDigit()) ? command + 1 + ValueLength(second) : command;
    }

    private static bool HasFate(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWithAny(Fates))
        {
            return true;
        }

        foreach (var verb in Verbs)
        {
            if (rest.StartsWith(verb, StringComparison.Ordinal) && States.Starts(rest[verb.Length..]))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> WithoutLink(ReadOnlySpan<char> before)
    {
        foreach (var link in Links)
        {
            if (before.EndsWith(link, StringComparison.OrdinalIgnoreCase))
            {
                return before[..^link.Length].TrimEnd(" =:");
            }
        }

        return before;
    }

    private static int ValueLength(ReadOnlySpan<char> text)
    {
        var length = EndOf(text);
        var value = text[..length];
        var word = value.TrimEnd(".:!?");
        return word.IsEmpty || Said.Contains(word) || NameWords.Ordinary.Contains(word) || NameWords.Telling.Contains(word) ? 0 : word.Length;
    }

    private static int EndOf(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestValue)].IndexOfAny(ValueEnd);
        return end < 0 ? Math.Min(text.Length, LongestValue) : end;
    }
}
