using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises paths of files and of requests. Each method gives a length at the start of the text, or 0.</summary>
internal static class PathForms
{
    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`<>()[],;:|?*");
    private static readonly SearchValues<char> QueryEnd = SearchValues.Create(" \t\r\n\"'`<>()[],;|");
    private static readonly SearchValues<char> FileCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    private static readonly SearchValues<char> Relative =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@/\\");

    /// <summary><c>/var/log/app.log</c>, <c>/api/orders/17?token=x</c>; the text starts with the slash.</summary>
    private static int AbsoluteLength(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetterOrDigit(text.At(1)) && text.At(1) is not ('.' or '_' or '~' or '-' or '%' or '{' or '@'))
        {
            return 0;
        }

        var length = UpTo(text, End);
        if (text.At(length) == '?' && !text.EndsWordAt(length + 1))
        {
            length = UpTo(text, QueryEnd);
        }

        return Trimmed(text, length);
    }

    /// <summary>The same after a host, or where no word is before.</summary>
    public static Taken Absolute(in MaskingView view)
    {
        var isAfterHost = view.FollowsHost && view.IsInWord;
        return AddressForms.Ipv4Length(view.Rest[1..]) > 0 || (!isAfterHost && (view.IsInWord || view.Previous is '<' or ')' or '}' or ']' or '/')) ? 0 : AbsoluteLength(view.Rest);
    }

    /// <summary>PHP's classes have namespaces like Windows has folders, and methods after them.</summary>
    public static int WithMethod(ReadOnlySpan<char> text, int length) =>
        length > 0 && text[length..].StartsWith("::", StringComparison.Ordinal) ? length + 2 + text[(length + 2)..].RunOf(Characters.Word) : length;

    /// <summary><c>C:\apps\x.dll</c>, <c>\\server\share</c></summary>
    public static int WindowsLength(ReadOnlySpan<char> text)
    {
        var start = char.IsAsciiLetter(text.At(0)) && text.At(1) == ':' && text.At(2) is '\\' or '/' ? 3
            : text.StartsWith("\\\\", StringComparison.Ordinal) && Characters.IsWord(text.At(2)) ? 2
            : 0;
        return start == 0 ? 0 : Trimmed(text, WithSpaces(text, start + UpTo(text[start..], End)));
    }

    /// <summary>Folders may have spaces in their names, <c>C:\Program Files\x</c>: then a backslash comes before the next space.</summary>
    private static int WithSpaces(ReadOnlySpan<char> text, int length)
    {
        for (var words = 0; words < 4 && text.At(length) == ' '; words++)
        {
            var more = UpTo(text[(length + 1)..], End);
            var slash = text.Slice(length + 1, more).IndexOf('\\');
            if (slash <= 0 || text[length - 1] is '.' or '\\')
            {
                break;
            }

            length += 1 + more;
        }

        return length;
    }

    /// <summary><c>src/pay/charge.py</c>, <c>node_modules/a/b</c>, <c>CORP\name</c>; but not <c>and/or</c> and not <c>text/plain</c>.</summary>
    public static int RelativeLength(ReadOnlySpan<char> text)
    {
        var run = text[..Math.Min(text.Length, 256)].RunOf(Relative);
        var path = text[..Trimmed(text, run)];
        var slash = path.IndexOfAny('/', '\\');
        if (slash <= 0 || slash == path.Length - 1)
        {
            return 0;
        }

        if (path[slash] == '\\')
        {
            return path.Length;
        }

        var last = path[(path.LastIndexOf('/') + 1)..];
        var dot = last.LastIndexOf('.');
        return (dot > 0 && (AddressForms.IsSourceFile(last[(dot + 1)..]) || FileLength(last) > 0)) || path.Count('/') >= 3 || StartsLikeRequest(path[..slash])
            ? path.Length
            : 0;
    }

    /// <summary><c>maple.json</c>: a file by its name alone. Scripts are left out: <c>Node.js</c> is no file.</summary>
    public static int FileLength(ReadOnlySpan<char> text)
    {
        var name = text[..Math.Min(text.Length, 128)];
        name = name[..name.RunOf(FileCharacters)].TrimEnd('.');
        var dot = name.LastIndexOf('.');
        return dot > 0 && text.EndsWordAt(name.Length) && name[(dot + 1)..] is "json" or "yml" or "yaml" or "properties" or "conf" or "csv" or "txt" or "log"
            or "pem" or "xlsx" or "pdf" or "py" or "rb" or "php" or "java" or "xml" or "ini" or "toml" or "html" or "png" or "jpg"
            ? name.Length
            : 0;
    }

    private static bool StartsLikeRequest(ReadOnlySpan<char> first) =>
        first is "api" or "open" or "rest" or "admin" || (first.Length == 2 && first[0] == 'v' && char.IsAsciiDigit(first[1]));

    private static int UpTo(ReadOnlySpan<char> text, SearchValues<char> ends)
    {
        var end = text.IndexOfAny(ends);
        return end < 0 ? text.Length : end;
    }

    private static int Trimmed(ReadOnlySpan<char> text, int length)
    {
        while (length > 1 && text[length - 1] is '.' or '!')
        {
            length--;
        }

        return length;
    }
}
