using System.Buffers;
using System.Net;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises URLs, UUIDs, mail addresses, IP addresses and host names. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class AddressForms
{
    private const int LongestScheme = 24;
    private const int Longest = 256;
    private const int LongestPort = 5;
    private const int LongestIp = 64;

    private static readonly SearchValues<char> UrlEnd = SearchValues.Create(" \t\r\n\"'`<>{}|\\^");
    private static readonly SearchValues<char> Local = SearchValues.Create(Characters.WordCharacters + ".%+-");
    private static readonly SearchValues<char> Host = SearchValues.Create(Characters.WordCharacters + ".-");
    private static readonly SearchValues<char> Ip = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Last labels that make a dotted lower-case name a host. Beside these a port does.</summary>
    private static readonly WordList Domains = WordList.Read("domains");

    public static int UrlLength(ReadOnlySpan<char> text)
    {
        var scheme = text[..Math.Min(text.Length, LongestScheme)].IndexOf(':');
        if (scheme < 2 || text.At(scheme + 1) != '/' || text.At(scheme + 2) != '/' || text[..scheme].RunOf(Local) < scheme)
        {
            return 0;
        }

        return Math.Max(scheme + 3, text[..text.UpTo(UrlEnd)].TrimEnd(".,;:!?)]").Length);
    }

    public static int UuidLength(ReadOnlySpan<char> text) =>
        text.Length >= 36 && text[8] == '-' && (text.EndsWordAt(36) || text[36] == '_')
            && Guid.TryParseExact(text[..36], "D", out _) ? 36 : 0;

    public static int MailLength(ReadOnlySpan<char> text)
    {
        var local = text[..Math.Min(text.Length, Longest)].RunOf(Local);
        if (local == 0 || text.At(local) != '@')
        {
            return 0;
        }

        var domain = HostAt(text[(local + 1)..]);
        // An object's identity, Type@1a2b3c, has an at-sign too.
        return domain.Length >= 2 && domain.HasLetter() && (domain.Contains('.')
            || domain.RunOf(Characters.Hex) < domain.Length) ? local + 1 + domain.Length : 0;
    }

    /// <summary><c>10.0.0.1:80</c>, <c>10.0.0.0/8</c>, <c>2001:db8::1</c>, <c>[::1]:5432</c>, <c>fe80::1%eth0</c></summary>
    public static int IpLength(in MaskingView view)
    {
        var text = view.Rest;
        var bracket = text[0] == '[' ? 1 : 0;
        if (view.IsInWord && text[0] is ':' or '[')
        {
            return 0;
        }

        var run = text[bracket..];
        run = run[..run[..Math.Min(run.Length, LongestIp)].RunOf(Ip)].TrimEnd('.');
        // 10.0.0.1:80 has a port; in "addr::1:" at the end of a clause the last colon is punctuation.
        var address = run.IndexOf('.') is > 0 and var dot && run.IndexOf(':') is > 0 and var colon && colon > dot ? run[..colon]
            : run is [.., not ':', ':'] ? run[..^1] : run;
        if (!(address.Count('.') == 3 || (address.Count(':') >= 2 && address.HasDigit())) || !IPAddress.TryParse(address, out _))
        {
            return 0;
        }

        var length = bracket + address.Length;
        length += text.At(length) == '%' ? 1 + text[(length + 1)..].RunOf(Characters.Word) : 0;
        if (bracket > 0)
        {
            return text.At(length) == ']' && address.Contains(':') ? WithPort(text, length + 1) : 0;
        }

        return !text.EndsWordAt(length) ? 0 : address.Contains(':') ? length : WithPort(text, length);
    }

    /// <summary>Whether four groups of digits start the text.</summary>
    public static bool StartsWithIpv4(ReadOnlySpan<char> text) => text[..text.RunOf(Ip)].Count('.') >= 3;

    /// <summary>A host name by its last label or its port: <c>db-3.internal</c>, <c>cache.prod:6379</c>, <c>localhost:80</c>.</summary>
    public static int HostLength(ReadOnlySpan<char> text)
    {
        var name = HostAt(text);
        var length = WithPort(text, name.Length);
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (name is "localhost")
        {
            return length;
        }

        return last.Length < name.Length && !name.ContainsAnyInRange('A', 'Z') && !name.Contains("..", StringComparison.Ordinal)
            && last.HasLetter()
            && (Domains.Contains(last) || (length > name.Length && !PathForms.IsSourceFile(last))) ? length : 0;
    }

    private static ReadOnlySpan<char> HostAt(ReadOnlySpan<char> text) =>
        text[..text[..Math.Min(text.Length, Longest)].RunOf(Host)].TrimEnd(".-_");

    private static int WithPort(ReadOnlySpan<char> text, int length)
    {
        var digits = text.At(length) is ':' or '/' ? text[(length + 1)..].RunOfDigits() : 0;
        return digits > 0 && digits <= (text[length] == ':' ? LongestPort : 3)
            && text.EndsWordAt(length + 1 + digits) ? length + 1 + digits : length;
    }
}
