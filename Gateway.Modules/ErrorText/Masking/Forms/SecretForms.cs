using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises keys, tokens and passwords, by the mark of their issuer or by the name in front. Lengths at the start of the text, or 0.
/// </summary>
internal static class SecretForms
{
    private const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
    private const int ShortestAfterPrefix = 8;
    private const int LongestWord = 16;

    /// <summary>What may be a word is looked at from each name in it again; this bounds how far.</summary>
    private const int LongestLook = 256;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(Characters.WordCharacters + "-+/=.~*");
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\"'`,;&<>(){}[]");

    /// <summary>How issuers mark their keys, so that scanners can find them.</summary>
    private static readonly WordList Prefixes = WordList.Read("secret-prefixes");

    /// <summary>Names after which anything is a secret, whatever separates them.</summary>
    private static readonly WordList Always = WordList.Read("secret-names", ignoreCase: true);

    /// <summary>Names after which a value is a secret unless it reads like a word.</summary>
    private static readonly WordList Often = WordList.Read("often-secret-names", ignoreCase: true);

    /// <summary>Names of people in connection strings.</summary>
    private static readonly WordList People = WordList.Read("login-names", ignoreCase: true);

    public static readonly Starters PrefixStarters = Starters.OfEach(Prefixes.Words);

    /// <summary>A key with the mark of its issuer.</summary>
    public static int PrefixedLength(ReadOnlySpan<char> text)
    {
        if (Prefixes.StartOf(text) is not { } prefix)
        {
            return 0;
        }

        var run = text[..text.RunOf(TokenCharacters)].TrimEnd('.');
        // A prefix may itself end with the dot that was trimmed.
        var rest = run[Math.Min(prefix.Length, run.Length)..];
        // "pk_orders_tenant" is a constraint, not a key.
        return rest.Length >= ShortestAfterPrefix
            && (rest.HasDigit() || rest.Contains('*') || RandomForms.SwitchesCase(rest) || (rest.Length >= 20
                && RandomForms.HasBothCases(rest))) ? run.Length : 0;
    }

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

    /// <summary><c>Bearer abc.def</c></summary>
    public static Taken Scheme(ReadOnlySpan<char> text)
    {
        var word = text.RunOfLetters();
        if (text.At(word) != ' ' || !(text[..word].Equals("bearer", AnyCase) || text[..word].Equals("basic", AnyCase)))
        {
            return 0;
        }

        var value = text[(word + 1)..];
        value = value[..value.RunOf(TokenCharacters)].TrimEnd('.');
        var readsLikeWord = value.RunOfLetters() == value.Length && value.Length < 20 && !RandomForms.SwitchesCase(value);
        return value.Length >= ShortestAfterPrefix && !readsLikeWord ? new Taken(word + 1, value.Length) : 0;
    }

    /// <summary><c>password=x</c>, <c>"api_key": "x"</c>, <c>Authorization: Bearer x</c>, <c>--password x</c></summary>
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
        var isAlways = Always.Ends(name);
        var isOften = !isAlways && Often.Ends(name);
        var isPerson = assigns && (People.Contains(name) || (name.Equals("id", AnyCase) && view.KeptWord.Equals("user", AnyCase)));
        if (!isAlways && !isOften && !isPerson)
        {
            return 0;
        }

        var start = word + separator;
        var value = text[start..];
        // A word about the secret is left to the rules, which meet the next name in it: how far it goes is not asked again each time.
        var look = value[..Math.Min(value.Length, LongestLook)];
        look = look[..ValueLength(look, text[start - 1], name)];
        // X-Auth-Token, Api-Key: the names of headers.
        var isHeader = view.Before is [.., var letter, '-'] && Characters.IsWord(letter);
        if (!assigns && isOften && ReadsLikeWord(look) && (!isHeader || NameWords.Ordinary.Contains(look)))
        {
            return 0;
        }

        var length = ValueLength(value, text[start - 1], name);
        // MySQL says only whether there was one: (using password: YES).
        return length > 0 && value[..length] is not ("YES" or "NO") ? new Taken(start, length) : 0;
    }

    /// <summary>Whether a value may be a word about the secret rather than the secret.</summary>
    public static bool ReadsLikeWord(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetter(c) && c is not ('_' or '-' or '.'))
            {
                return !char.IsAscii(c);
            }
        }

        return value.Length < LongestWord && !RandomForms.SwitchesCase(value);
    }

    /// <summary>What lies between name and value: an optional quote, spaces, <c>=</c> or <c>:</c>, an optional quote.</summary>
    private static int SeparatorLength(ReadOnlySpan<char> text, bool isFlag, out bool assigns)
    {
        var at = QuoteLength(text);
        at += SpacesLength(text[at..]);
        assigns = isFlag || text.At(at) == '=';
        if (text.At(at) is '=' or ':' && text.At(at + 1) != ':')
        {
            at += text.At(at + 1) == '>' ? 2 : 1;
            at += SpacesLength(text[at..]);
        }
        else if (!isFlag || at == 0)
        {
            return 0;
        }

        return at + QuoteLength(text[at..]);
    }

    private static int QuoteLength(ReadOnlySpan<char> text) =>
        text.At(0) is '"' or '\'' ? 1 : text.At(0) == '\\' && text.At(1) is '"' or '\'' ? 2 : 0;

    private static int SpacesLength(ReadOnlySpan<char> text) => text.Length - text.TrimStart(' ').Length;

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

        var length = value.UpTo(ValueEnd);
        // A header goes on: "Authorization: Bearer x", "Cookie: a=b; c=d".
        var isHeader = name.EndsWith("cookie", AnyCase) || name.EndsWith("authorization", AnyCase);
        while (isHeader && length > 0 && length < value.Length && value[length] is ' ' or ';' or ',')
        {
            var more = value[length..].TrimStart(" ;,");
            var next = more.UpTo(ValueEnd);
            length = value.Length - more.Length + next;
            isHeader = next > 0;
        }

        return length;
    }
}
