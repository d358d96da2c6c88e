using System.Globalization;
using System.Text;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Undoes escapes that were written twice, so that a text shows <c>\u6570</c> where a character was, or <c>\n\tat</c> where a frame began.
/// </summary>
internal static class LiteralEscapes
{
    /// <summary>What follows an escaped end of line only in a trace; in a path, <c>\n</c> may begin a name.</summary>
    private static readonly string[] TraceMarks = ["\\n\\tat ", "\\n\\t... ", "\\nCaused by: ", "\\n  at ", "\\n   at ", "\\n    at ",
        "\\n  File "];

    public static string Undo(string text)
    {
        if (!text.Contains('\\'))
        {
            return text;
        }

        if (!text.Contains('\n') && Array.Exists(TraceMarks, mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            text = text.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\t", "\t", StringComparison.Ordinal);
        }

        return text.Contains("\\u", StringComparison.Ordinal) ? WithCharacters(text) : text;
    }

    /// <summary>Errors about characters name those that cannot be written.</summary>
    private static bool IsShown(char c) => !char.IsControl(c) && !char.IsSurrogate(c);

    private static string WithCharacters(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text.AsSpan().At(i + 1) == 'u' && i + 6 <= text.Length
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && IsShown((char)code))
            {
                result.Append((char)code);
                i += 5;
            }
            else
            {
                result.Append(text[i]);
            }
        }

        return result.ToString();
    }
}
