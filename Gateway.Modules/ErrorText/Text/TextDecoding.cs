using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>
/// Brings a body to UTF-8, whatever it came in: by its byte order mark, by the charset it declares (Content-Type, XML, HTML), else by
/// what its bytes look like. What is valid UTF-8 already, and that is nearly everything, is not copied.
/// </summary>
internal static class TextDecoding
{
    private const int SniffBytes = 1024;
    private const int LongestCharset = 24;

    private static readonly Encoding? Gb18030 = Find("gb18030");

    /// <summary>The text as UTF-8; empty where the bytes are no text.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> body, string? contentType)
    {
        var bytes = body.Span;
        if (bytes.StartsWith("\uFEFF"u8))
        {
            return body[3..];
        }

        if (Utf16Of(bytes) is { } utf16)
        {
            return Transcode(bytes, utf16);
        }

        if (bytes[..Math.Min(bytes.Length, 512)].Contains((byte)0))
        {
            return default;
        }

        body = WithoutCutCharacter(body);
        // A service that says GBK and sends UTF-8 is more frequent than a GBK text that is UTF-8 by accident.
        if (Utf8.IsValid(body.Span))
        {
            return body;
        }

        var declared = DeclaredIn(contentType, bytes);
        return Transcode(bytes, declared ?? Sniff(bytes));
    }

    /// <summary>UTF-16 by its mark, or by the zero in every other byte that Latin letters have there.</summary>
    private static Encoding? Utf16Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            return null;
        }

        if (bytes is [0xFF, 0xFE, ..])
        {
            return Encoding.Unicode;
        }

        if (bytes is [0xFE, 0xFF, ..])
        {
            return Encoding.BigEndianUnicode;
        }

        var look = bytes[..Math.Min(bytes.Length & ~1, 64)];
        int even = 0, odd = 0;
        for (var i = 0; i < look.Length; i += 2)
        {
            even += look[i] == 0 ? 1 : 0;
            odd += look[i + 1] == 0 ? 1 : 0;
        }

        return odd * 4 > look.Length && even == 0 ? Encoding.Unicode
            : even * 4 > look.Length && odd == 0 ? Encoding.BigEndianUnicode
            : null;
    }

    /// <summary>A copy that was cut inside a character is still UTF-8.</summary>
    private static ReadOnlyMemory<byte> WithoutCutCharacter(ReadOnlyMemory<byte> body)
    {
        var bytes = body.Span;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
            {
                return body;
            }

            if (b >= 0xC0)
            {
                var needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? body[..^back] : body;
            }
        }

        return body;
    }

    private static Encoding? DeclaredIn(string? contentType, ReadOnlySpan<byte> bytes)
    {
        Span<char> head = stackalloc char[SniffBytes];
        var length = Encoding.Latin1.GetChars(bytes[..Math.Min(bytes.Length, SniffBytes)], head);
        return Find(MediaTypes.CharsetOf(contentType) ?? "")
            ?? (bytes[0] == '<' ? After(head[..length], "encoding=") ?? After(head[..length], "charset=") : null);
    }

    private static Encoding? After(ReadOnlySpan<char> text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var name = text[(at + mark.Length)..].TrimStart(" \"'");
        var length = 0;
        while (length < name.Length
            && length < LongestCharset
            && (char.IsAsciiLetterOrDigit(name[length]) || name[length] is '-' or '_' or ':'))
        {
            length++;
        }

        return Find(name[..length].ToString());
    }

    private static Encoding? Find(string name)
    {
        if (name.Length == 0 || name.StartsWith("utf-7", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (name.StartsWith("gb", StringComparison.OrdinalIgnoreCase))
        {
            // GB18030 holds GB2312 and GBK.
            name = "gb18030";
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Pairs as GB2312 has them are Chinese; valid sequences among broken ones are UTF-8; the rest is Latin-1.</summary>
    private static Encoding Sniff(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, SniffBytes)];
        int pairs = 0, strays = 0, sequences = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
            {
                continue;
            }

            if (Rune.DecodeFromUtf8(bytes[i..], out _, out var taken) == OperationStatus.Done)
            {
                sequences++;
                i += taken - 1;
            }
            else if (i + 1 < bytes.Length && bytes[i] is >= 0xA1 and <= 0xF7 && bytes[i + 1] >= 0xA1)
            {
                pairs++;
                i++;
            }
            else
            {
                strays++;
            }
        }

        if (Gb18030 is not null && pairs > 2 * (strays + sequences))
        {
            return Gb18030;
        }

        return sequences > strays ? Encoding.UTF8 : Encoding.Latin1;
    }

    private static byte[] Transcode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var text = encoding.GetString(bytes);
        return Encoding.UTF8.GetBytes(text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text);
    }
}
