using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises passwords and logins that are told by where they stand, <c>the password hunter2 is wrong</c>, <c>密码：x</c>,
/// <c>scott/tiger@db</c>: what follows the
/// word that announces it, unless it is a word that errors use there. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class ProseForms
{
    private const int LongestAnnouncement = 40;
    private const int LongestValue = 128;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\"'`,;()[]{}<>，。；、！？：“”「」【】（）");

    /// <summary>What announces a password, in English, German, French, Spanish and Chinese.</summary>
    private static readonly WordList Passwords = WordList.Read("password-words", ignoreCase: true);

    private static readonly SearchValues<string> AnyPassword =
        SearchValues.Create([.. Passwords.Words], StringComparison.OrdinalIgnoreCase);

    /// <summary>What announces a code, in Chinese, which may as well be a word about the code.</summary>
    private static readonly WordList Codes = WordList.Read("code-words-zh");

    /// <summary>What may stand between the announcement and the value.</summary>
    private static readonly string[] Links =
        [" is", " was", " of", " ist", " war", " lautet", " lautete", " est", " était", " es", " era", "是", "为"];

    /// <summary>What errors say of a password or of a person, in these languages. Other words are the value.</summary>
    private static readonly WordList Said = WordList.Read("said-of-secrets", ignoreCase: true);

    /// <summary>Whether the text announces a password at all: few do, and then each word is asked.</summary>
    public static bool AnnouncesPassword(ReadOnlySpan<char> text) => text.ContainsAny(AnyPassword);

    /// <summary>The password after the word for it: <c>your password is x</c>, <c>Passwort: x</c></summary>
    public static int PasswordLength(in MaskingView view)
    {
        if (!view.AnnouncesPassword || view.Previous is not (' ' or ':' or '=' or >= '\u0080'))
        {
            return 0;
        }

        var before = view.Before[Math.Max(0, view.Before.Length - LongestAnnouncement)..].TrimEnd(" =:：");
        foreach (var link in Links)
        {
            if (before.EndsWith(link, StringComparison.OrdinalIgnoreCase))
            {
                before = before[..^link.Length].TrimEnd(" =:：");
                break;
            }
        }

        return Passwords.Ends(before) ? ValueLength(view.Rest) : 0;
    }

    /// <summary>What is behind a mark after a Chinese word for a password or a code: <c>口令=x</c>, <c>验证码：x</c></summary>
    public static int ChineseLength(in MaskingView view)
    {
        var marked = view.Before[Math.Max(0, view.Before.Length - 8)..].TrimEnd(' ');
        var name = marked.TrimEnd(" :：=“\"'[【");
        var isPassword = name is [.., >= '\u4e00'] && Passwords.Ends(name);
        return name.Length < marked.Length && (isPassword || (Codes.Ends(name)
            && !SecretForms.ReadsLikeWord(view.Rest[..EndOf(view.Rest)]))) ? view.Rest.UpTo(ValueEnd) : 0;
    }

    /// <summary>What follows <c>AUTH</c>, Redis' command, and <c>basic auth name:password</c>.</summary>
    public static int CredentialsLength(in MaskingView view)
    {
        var before = view.KeptWord;
        if (view.Between is not (" " or ": ") || !(before.Equals("auth", StringComparison.OrdinalIgnoreCase)
            || before.StartsWith("credential", StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        var text = view.Rest;
        var end = EndOf(text);
        var colon = text[..end].IndexOf(':');
        if (colon > 0 && colon < end - 1)
        {
            // A host with its port is none.
            return text[(colon + 1)..end].ContainsAnyExceptInRange('0', '9') ? end : 0;
        }

        var command = before is "AUTH" && view.Between is " " ? ValueLength(text) : 0;
        var second = command > 0 && text.At(command) == ' ' ? text[(command + 1)..] : [];
        // Since Redis 6 the user's name may come first.
        return text[..command] is "default" || second[..EndOf(second)].HasDigit() ? command + 1 + ValueLength(second) : command;
    }

    /// <summary><c>scott/tiger@db</c>, without the at-sign and the database.</summary>
    public static int OracleLength(in MaskingView view)
    {
        var text = view.Rest[..Math.Min(view.Rest.Length, LongestValue)];
        var slash = text.RunOf(Characters.Word);
        if ((view.Previous != ':' && view.KeptWord is not "sqlplus") || text.At(slash) != '/')
        {
            return 0;
        }

        var password = text[(slash + 1)..].IndexOfAny("@ /");
        var end = slash + 1 + password;
        return password > 0 && text[end] == '@' && (char.IsAsciiLetter(text.At(end + 1)) || text.At(end + 1) == '/') ? end : 0;
    }

    /// <summary><c>-u name:password</c></summary>
    public static Taken Curl(ReadOnlySpan<char> text)
    {
        var value = text.StartsWith("-u ", StringComparison.Ordinal) ? text[3..] : [];
        var end = value.IndexOfAny(' ', '"', '\'') is var found and >= 0 ? found : value.Length;
        return value[..end].IndexOf(':') > 0 ? new Taken(3, end) : 0;
    }

    /// <summary>How long the word is, unless errors use it beside a secret.</summary>
    public static int ValueLength(ReadOnlySpan<char> text)
    {
        var word = text[..EndOf(text)].TrimEnd(".:!?");
        return Said.Contains(word) || NameWords.Ordinary.Contains(word) || NameWords.Telling.Contains(word) ? 0 : word.Length;
    }

    private static int EndOf(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, LongestValue)].UpTo(ValueEnd);
}
