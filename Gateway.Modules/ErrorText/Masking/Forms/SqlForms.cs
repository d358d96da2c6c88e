using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises SQL statements that drivers and frameworks put beside an error: their tables and columns are the application's.</summary>
internal static class SqlForms
{
    private const int Longest = 2000;
    private const int LongestTable = 128;

    /// <summary>Length of the statement at the start of the text, or 0.</summary>
    /// <param name="previous">The character before; prose has words there (<c>please select one from the list</c>), statements a bracket, a colon or a quote.</param>
    public static int StatementLength(ReadOnlySpan<char> text, char previous, bool afterColon)
    {
        if (!IsStatement(text, previous is '\0' or '[' or '(' or '"' or '\'' or '`' || afterColon))
        {
            return 0;
        }

        var depth = 0;
        var end = Math.Min(text.Length, Longest);
        for (var i = 0; i < end; i++)
        {
            switch (text[i])
            {
                case '(':
                    depth++;
                    break;
                case ')' when depth-- == 0:
                case ']' when previous == '[':
                case ';':
                    return i;
                case ' ' when text.At(i + 1) == '[' && char.IsAsciiDigit(text.At(i + 2)):
                    // H2 puts its error's number there.
                    return i;
                case var c when c == previous && c is '"' or '`':
                    return i;
                default:
                    break;
            }
        }

        return end;
    }

    private static bool IsStatement(ReadOnlySpan<char> text, bool standsAlone)
    {
        if (StartsWith(text, "insert into ") || StartsWith(text, "delete from "))
        {
            return true;
        }

        if (StartsWith(text, "update "))
        {
            var table = text[7..Math.Min(text.Length, 7 + LongestTable)];
            var space = table.IndexOf(' ');
            return space > 0 && StartsWith(table[space..], " set ");
        }

        return standsAlone && StartsWith(text, "select ") && text[..Math.Min(text.Length, Longest)].Contains(" from ", StringComparison.OrdinalIgnoreCase);
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
