using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises keys, tokens and passwords, by their form or by the name in front. Lengths at the start of the text, or 0.</summary>
internal static class SecretForms
{
    private const int ShortestAfterPrefix = 8;
    private const int RandomPart = 16;

    /// <summary>A run of words that are no key is looked at from each word again; this bounds how far.</summary>
    private const int LongestLook = 256;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/=.~*");

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\"'`,;&<>(){}[]");

    /// <summary>How issuers mark their keys, so that scanners can find them.</summary>
    private static readonly WordList Prefixes = WordList.Of("secret-prefixes");

    public static readonly Starters PrefixStarters = Starters.OfEach(Prefixes.Words);

    /// <summary>Names after which anything is a secret, whatever separates them.</summary>
    private static readonly string[] Always = ["password", "passwd", "pwd", "passphrase", "secret", "authorization", "cookie", "credential"];

    /// <summary>Names after which a value is a secret unless it reads like a word.</summary>
    private static readonly string[] Often = ["token", "key", "session", "sessionid", "signature", "sig", "auth", "jwt", "otp", "pin", "cvv"];

    /// <summary>Names of people in connection strings.</summary>
    private static readonly string[] People = ["user", "uid", "username", "login", "email"];

    /// <summary>A PEM block, to its end or the text's; the text starts with its dashes.</summary>
    public static int PemLength(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("-----BEGIN ", StringComparison.Ordinal))
        {
            return 0;
        }

        var end = text.IndexOf("-----END ", StringComparison.Ordinal);
        var close = end < 0 ? -1 : text[(end + 9)..].IndexOf("-----", StringComparison.Ordinal);
        return close < 0 ? text.Length : end + 9 + close + 5;
    }

    /// <summary><c>Bearer abc.def</c>: the length of the word and of what is secret after it.</summary>
    public static Taken Scheme(ReadOnlySpan<char> text)
    {
        var word = text.RunOf(Characters.Word);
        var scheme = text[..word];
        if (text.At(word) != ' '
            || !(scheme.Equals("bearer", StringComparison.OrdinalIgnoreCase) || scheme.Equals("basic", StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        var value = text[(word + 1)..];
        value = value[..value.RunOf(TokenCharacters)].TrimEnd('.');
        var readsLikeWord = value.RunOfLetters() == value.Length && value.Length < 20 && !RandomForms.SwitchesCase(value);
        return value.Length >= ShortestAfterPrefix && !readsLikeWord ? new Taken(word + 1, value.Length) : 0;
    }

    /// <summary>
    /// <c>password=x</c>, <c>"api_key": "x"</c>, <c>Authorization: Bearer x</c>, <c>--password x</c>: where the value starts after the name, and its length.
    /// </summary>
    public static Taken NamedValue(in MaskingView view)
    {
        var text = view.Rest;
        var word = text.RunOf(Characters.Word);
        var isFlag = view.Before.EndsWith("--", StringComparison.Ordinal);
        // Nearly no word has a separator after it, and that is told faster than what the word means.
        var separator = SeparatorLength(text[word..], isFlag, out var assigns);
        if (separator == 0)
        {
            return 0;
        }

        var name = text[..word];
        var isPerson = name.Equals("id", StringComparison.OrdinalIgnoreCase) && view.KeptWord.Equals("user", StringComparison.OrdinalIgnoreCase);
        var rank = isPerson ? NameRank.Person : RankOf(name);
        if (rank == NameRank.None || (rank == NameRank.Person && !assigns))
        {
            return 0;
        }

        // X-Auth-Token, Api-Key: the names of headers.
        var isHeader = view.Before is [.., var letter, '-'] && Characters.IsWord(letter);
        var start = word + separator;
        var value = text[start..];
        // A word about the secret is left to the forms, which meet the next name in it: how far it goes is not asked again each time.
        var look = value[..Math.Min(value.Length, LongestLook)];
        look = look[..ValueLength(look, quote: text[start - 1], name)];
        if (!assigns && rank != NameRank.Always && ReadsLikeWord(look) && (!isHeader || NameWords.Ordinary.Contains(look)))
        {
            return 0;
        }

        var length = ValueLength(value, quote: text[start - 1], name);
        // MySQL says only whether there was one: (using password: YES).
        return length > 0 && value[..length] is not ("YES" or "NO") ? new Taken(start, length) : 0;
    }

    private enum NameRank
    {
        None,
        Person,
        Often,
        Always,
    }

    private static NameRank RankOf(ReadOnlySpan<char> name)
    {
        if (name.EndsWithAny(Always, StringComparison.OrdinalIgnoreCase))
        {
            return NameRank.Always;
        }

        return name.EndsWithAny(Often, StringComparison.OrdinalIgnoreCase) ? NameRank.Often : EqualsAny(name, People) ? NameRank.Person : NameRank.None;
    }

    /// <summary>What lies between name and value: an optional quote, spaces, <c>=</c> or <c>:</c>, an optional quote.</summary>
    private static int SeparatorLength(ReadOnlySpan<char> text, bool isFlag, out bool assigns)
    {
        var at = 0;
        assigns = isFlag;
        at += QuoteLength(text);
        at += text[at..].RunOfSpaces();
        if (text.At(at) is '=' or ':' && text.At(at + 1) != ':')
        {
            assigns |= text[at] == '=';
            at++;
            at += text.At(at) == '>' ? 1 : 0;
            at += text[at..].RunOfSpaces();
        }
        else if (!isFlag || at == 0)
        {
            return 0;
        }

        return at + QuoteLength(text[at..]);
    }

    private static int QuoteLength(ReadOnlySpan<char> text) =>
        text.At(0) is '"' or '\'' ? 1 : text.At(0) == '\\' && text.At(1) is '"' or '\'' ? 2 : 0;

    private static int RunOfSpaces(this ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(' ');
        return end < 0 ? text.Length : end;
    }

    private static int ValueLength(ReadOnlySpan<char> value, char quote, ReadOnlySpan<char> name)
    {
        // ODBC puts what has a semicolon in it between braces.
        if (value.At(0) == '{' && value[..Math.Min(value.Length, LongestLook)].IndexOf("};", StringComparison.Ordinal) is > 1 and var brace)
        {
            return brace + 1;
        }

        if (quote is '"' or '\'')
        {
            var close = value.IndexOf(quote);
            return close < 0 ? value.Length : close > 0 && value[close - 1] == '\\' ? close - 1 : close;
        }

        // A header goes on: "Authorization: Bearer x", "Cookie: a=b; c=d".
        var isHeader = name.EndsWith("cookie", StringComparison.OrdinalIgnoreCase) || name.EndsWith("authorization", StringComparison.OrdinalIgnoreCase);
        var end = value.IndexOfAny(ValueEnd);
        var length = end < 0 ? value.Length : end;
        while (isHeader && length > 0 && length < value.Length && value[length] is ' ' or ';' or ',')
        {
            var more = value[length..].TrimStart(" ;,");
            var next = more.IndexOfAny(ValueEnd);
            length = value.Length - more.Length + (next < 0 ? more.Length : next);
            if (next == 0)
            {
                break;
            }
        }

        return length;
    }

    /// <summary>Whether a value may be a word about the secret rather than the secret.</summary>
    public static bool ReadsLikeWord(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetter(c) && c is not ('_' or '-' or '.'))
            {
                return char.IsAscii(c) is false;
            }
        }

        return value.Length < RandomPart && !RandomForms.SwitchesCase(value);
    }

    /// <summary>A key with the mark of its issuer.</summary>
    public static int PrefixedLength(ReadOnlySpan<char> text)
    {
        if (text.RunOf(TokenCharacters) <= ShortestAfterPrefix || Prefixes.StartOf(text) is not { } prefix)
        {
            return 0;
        }

        var run = text[..text.RunOf(TokenCharacters)].TrimEnd('.');
        // A prefix may itself end with the dot that was trimmed.
        var rest = run[Math.Min(prefix.Length, run.Length)..];
        // "pk_orders_tenant" is a constraint, not a key.
        return rest.Length >= ShortestAfterPrefix && (rest.HasDigit() || rest.Contains('*') || RandomForms.SwitchesCase(rest) || (rest.Length >= 20 && rest.ContainsAnyInRange('A', 'Z') && rest.ContainsAnyInRange('a', 'z'))) ? run.Length : 0;
    }

    private static bool EqualsAny(ReadOnlySpan<char> name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
