using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises paths of files and of requests. Each method gives a length at the start of the text, or 0.</summary>
internal static class PathForms
{
    private const int Longest = 256;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'`<>()[],;:|?*");
    private static readonly SearchValues<char> QueryEnd = SearchValues.Create(" \t\r\n\"'`<>()[],;|");
    private static readonly SearchValues<char> Relative = SearchValues.Create(Characters.WordCharacters + ".-@/\\");

    private static readonly WordList SourceFiles = WordList.Read("source-files", ignoreCase: true);

    /// <summary>Endings of files that are told by their name alone. Scripts are left out: <c>Node.js</c> is no file.</summary>
    private static readonly WordList Files = WordList.Read("file-endings");

    public static bool IsSourceFile(ReadOnlySpan<char> extension) => SourceFiles.Contains(extension);

    /// <summary><c>/var/log/app.log</c>, <c>/api/orders/17?token=x</c>, after a host or where no word is before.</summary>
    public static int AbsoluteLength(in MaskingView view)
    {
        var text = view.Rest;
        var isFree = view.FollowsHost || !(view.IsInWord || view.Previous is '<' or ')' or '}' or ']' or '/');
        if (!isFree || (!char.IsAsciiLetterOrDigit(text.At(1)) && text.At(1) is not ('.' or '_' or '~' or '-' or '%' or '{' or '@'))
            || AddressForms.StartsWithIpv4(text[1..]))
        {
            return 0;
        }

        var length = text.UpTo(End);
        length = text.At(length) == '?' && !text.EndsWordAt(length + 1) ? text.UpTo(QueryEnd) : length;
        return Trimmed(text, length);
    }

    /// <summary>
    /// <c>src/pay/charge.py</c>, <c>node_modules/a/b</c>, <c>CORP\name</c>, <c>maple.json</c>; but not <c>and/or</c> and not
    /// <c>text/plain</c>.
    /// </summary>
    public static int RelativeLength(ReadOnlySpan<char> text)
    {
        var path = text[..Trimmed(text, text[..Math.Min(text.Length, Longest)].RunOf(Relative))];
        var slash = path.IndexOfAny('/', '\\');
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        var ending = name[(dot + 1)..];
        var isPath = slash <= 0 ? dot > 0 && Files.Contains(ending)
            : slash < path.Length - 1 && (path[slash] == '\\' || (dot > 0 && (IsSourceFile(ending) || Files.Contains(ending)))
                || path.Count('/') >= 3 || StartsRequest(path[..slash]));
        return isPath ? path.Length : 0;
    }

    private static bool StartsRequest(ReadOnlySpan<char> first) =>
        first is "api" or "open" or "rest" or "admin" || (first.Length == 2 && first[0] == 'v' && char.IsAsciiDigit(first[1]));

    private static int Trimmed(ReadOnlySpan<char> text, int length) => Math.Max(Math.Min(1, length), text[..length].TrimEnd(".!").Length);
}
