using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises SQL statements that drivers and frameworks put beside an error: their tables and columns are the application's.
/// </summary>
internal static class SqlForms
{
    private const int Longest = 2000;
    private const int LongestTable = 128;

    /// <summary>Length of the statement at the start of the text, or 0.</summary>
    public static int LengthOf(in MaskingView view)
    {
        var text = view.Rest[..Math.Min(view.Rest.Length, Longest)];
        var quote = view.Previous;
        if (!IsStatement(in view, text))
        {
            return 0;
        }

        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            // H2 puts its error's number in brackets behind it.
            if (depth < 0 || text[i] == ';' || (text[i] == ']' && quote == '[') || (text[i] == quote && quote is '"' or '`')
                || (text[i] == ' ' && text.At(i + 1) == '[' && char.IsAsciiDigit(text.At(i + 2))))
            {
                return i;
            }
        }

        return text.Length;
    }

    private static bool IsStatement(in MaskingView view, ReadOnlySpan<char> text)
    {
        if (text.StartsWith("update ", StringComparison.OrdinalIgnoreCase))
        {
            var table = text[7..Math.Min(text.Length, 7 + LongestTable)];
            return table.IndexOf(' ') is > 0 and var space && table[space..].StartsWith(" set ", StringComparison.OrdinalIgnoreCase);
        }

        // Prose has words in front of it: please select one from the list.
        return text.StartsWith("insert into ", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("delete from ", StringComparison.OrdinalIgnoreCase)
            || (text.StartsWith("select ", StringComparison.OrdinalIgnoreCase)
                && (view.Previous is '\0' or '[' or '(' or '"' or '\'' or '`' || view.Before.TrimEnd(' ') is [.., ':'])
                && text.Contains(" from ", StringComparison.OrdinalIgnoreCase));
    }
}
