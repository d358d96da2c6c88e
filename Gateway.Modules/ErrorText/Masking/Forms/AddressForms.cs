using System.Buffers;
using System.Net;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises URLs, UUIDs, mail addresses, IP addresses and host names. Each method gives a length at the start of the text, or 0.</summary>
internal static class AddressForms
{
    private const int LongestScheme = 24;
    private const int LongestAddress = 256;

    /// <summary>After an address any number is taken for its port, also one that no port has: made-up errors have such.</summary>
    private const int LongestPort = 10;

    private static readonly SearchValues<char> UrlEnd = SearchValues.Create(" \t\r\n\"'`<>{}|\\^");
    private static readonly SearchValues<char> MailLocal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-");

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    private static readonly SearchValues<char> Ipv6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Last labels that make a dotted lower-case name a host. Beside these a port does.</summary>
    private static readonly WordList Domains = WordList.Of("domains");

    private static readonly WordList SourceFiles = WordList.Of("source-files", ignoreCase: true);

    public static int UrlLength(ReadOnlySpan<char> text)
    {
        var scheme = 0;
        while (scheme < text.Length && scheme < LongestScheme && (char.IsAsciiLetterOrDigit(text[scheme]) || text[scheme] is '+' or '.' or '-'))
        {
            scheme++;
        }

        if (scheme < 2 || !char.IsAsciiLetter(text[0]) || !text[scheme..].StartsWith("://", StringComparison.Ordinal))
        {
            return 0;
        }

        var end = text.IndexOfAny(UrlEnd);
        var length = end < 0 ? text.Length : end;
        while (length > scheme + 3 && text[length - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']')
        {
            length--;
        }

        return length;
    }

    public static int UuidLength(ReadOnlySpan<char> text) =>
        text.Length >= 36 && text[8] == '-' && (text.EndsWordAt(36) || text[36] == '_') && Guid.TryParseExact(text[..36], "D", out _) ? 36 : 0;

    public static int MailLength(ReadOnlySpan<char> text)
    {
        var local = text[..Math.Min(text.Length, LongestAddress)].RunOf(MailLocal);
        if (local == 0 || text.At(local) != '@')
        {
            return 0;
        }

        var domain = TrimDots(text[(local + 1)..Math.Min(text.Length, local + 1 + LongestAddress)]);
        // An object's identity, Type@1a2b3c, has an at-sign too.
        return domain.Length >= 2 && domain.HasLetter() && (domain.Contains('.') || domain.RunOf(Characters.Hex) < domain.Length)
            ? local + 1 + domain.Length
            : 0;
    }

    /// <summary><c>10.0.0.1</c>, with port or prefix length where they follow.</summary>
    public static int Ipv4Length(ReadOnlySpan<char> text)
    {
        var length = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            if (octet > 0 && text.At(length++) != '.')
            {
                return 0;
            }

            var digits = text[Math.Min(length, text.Length)..].RunOfDigits();
            if (digits is 0 or > 3)
            {
                return 0;
            }

            length += digits;
        }

        return text.EndsWordAt(length) && !(text.At(length) == '.' && char.IsAsciiDigit(text.At(length + 1)))
            ? WithPort(text, length, LongestPort)
            : 0;
    }

    /// <summary><c>2001:db8::1</c>, <c>::1</c>, <c>[::1]:5432</c>, <c>fe80::1%eth0</c></summary>
    public static int Ipv6Length(ReadOnlySpan<char> text)
    {
        var bracket = text.At(0) == '[' ? 1 : 0;
        var inner = text[bracket..Math.Min(text.Length, bracket + 64)];
        var run = inner.RunOf(Ipv6);
        while (run > 0 && inner[run - 1] == '.')
        {
            run--;
        }

        if (run < 3 || inner[..run].Count(':') < 2 || !inner[..run].HasDigit())
        {
            return 0;
        }

        // "addr::1:" at the end of a clause: the last colon is punctuation.
        if (inner[run - 1] == ':' && inner[run - 2] != ':')
        {
            run--;
        }

        if (!IPAddress.TryParse(inner[..run], out _))
        {
            return 0;
        }

        var length = bracket + run;
        if (text.At(length) == '%')
        {
            length += 1 + text[(length + 1)..].RunOf(Characters.Word);
        }

        if (bracket == 0)
        {
            return text.EndsWordAt(length) ? length : 0;
        }

        return text.At(length) == ']' ? WithPort(text, length + 1, LongestPort) : 0;
    }

    /// <summary><c>localhost</c>, with its port where one follows.</summary>
    public static int ThisMachineLength(ReadOnlySpan<char> text) => HostAt(text) is "localhost" ? WithPort(text, "localhost".Length, 5) : 0;

    /// <summary>Java prints a host's name before its address.</summary>
    public static int HostBeforeAddressLength(ReadOnlySpan<char> text)
    {
        var name = HostAt(text);
        return !name.IsEmpty && text.At(name.Length) == '/' && Ipv4Length(text[(name.Length + 1)..]) > 0 ? name.Length : 0;
    }

    /// <summary>Containers are called by one label.</summary>
    public static int ContainerLength(ReadOnlySpan<char> text)
    {
        var name = HostAt(text);
        var withPort = WithPort(text, name.Length, 5);
        return withPort - name.Length is 5 or 6 && name.Contains('-') && text[name.Length] == ':' && !name.ContainsAnyInRange('A', 'Z') && !name.Contains('_') ? withPort : 0;
    }

    private static ReadOnlySpan<char> HostAt(ReadOnlySpan<char> text) => TrimDots(text[..Math.Min(text.Length, LongestAddress)]);

    /// <summary>A host name by its last label or its port: <c>db-3.internal</c>, <c>cache.prod:6379</c>.</summary>
    public static int HostLength(ReadOnlySpan<char> text)
    {
        var name = HostAt(text);
        var withPort = WithPort(text, name.Length, 5);
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last.Length == name.Length || name.IndexOfAnyInRange('A', 'Z') >= 0 || name.Contains("..", StringComparison.Ordinal) || !last.HasLetter())
        {
            return 0;
        }

        return Domains.Contains(last) || (withPort > name.Length && !SourceFiles.Contains(last)) ? withPort : 0;
    }

    public static bool IsSourceFile(ReadOnlySpan<char> extension) => SourceFiles.Contains(extension);

    private static ReadOnlySpan<char> TrimDots(ReadOnlySpan<char> text) => text[..text.RunOf(HostCharacters)].TrimEnd(".-_");

    private static int WithPort(ReadOnlySpan<char> text, int length, int mostDigits)
    {
        if (text.At(length) is not (':' or '/'))
        {
            return length;
        }

        var digits = text[(length + 1)..].RunOfDigits();
        var most = text[length] == ':' ? mostDigits : 3;
        return digits > 0 && digits <= most && text.EndsWordAt(length + 1 + digits) ? length + 1 + digits : length;
    }
}
