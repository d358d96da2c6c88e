using System.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Rewrites a dictionary as Python prints it, which client libraries put into their messages, to the JSON it was read from.
/// </summary>
internal static class PythonLiteral
{
    /// <summary>Ends with the bracket that closes the first one; what follows belongs to the sentence around it.</summary>
    public static string ToJson(ReadOnlySpan<char> text)
    {
        var json = new StringBuilder(text.Length + 16);
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'' or '"':
                    i = AppendString(json, text, i);
                    break;
                case '{' or '[' or '(':
                    depth++;
                    json.Append(text[i] == '(' ? '[' : text[i]);
                    break;
                case '}' or ']' or ')':
                    json.Append(text[i] == ')' ? ']' : text[i]);
                    if (--depth <= 0)
                    {
                        return json.ToString();
                    }

                    break;
                default:
                    i += AppendOther(json, text[i..]);
                    break;
            }
        }

        return json.ToString();
    }

    /// <summary>Returns the number of characters taken beyond the first.</summary>
    private static int AppendOther(StringBuilder json, ReadOnlySpan<char> text)
    {
        var (python, written) = text[0] switch
        {
            'N' when text.StartsWith("None", StringComparison.Ordinal) => ("None", "null"),
            'T' when text.StartsWith("True", StringComparison.Ordinal) => ("True", "true"),
            'F' when text.StartsWith("False", StringComparison.Ordinal) => ("False", "false"),
            _ => ("", ""),
        };
        if (python.Length == 0)
        {
            json.Append(text[0]);
            return 0;
        }

        json.Append(written);
        return python.Length - 1;
    }

    /// <summary>Returns where the string's last quote is, or the end of the text.</summary>
    private static int AppendString(StringBuilder json, ReadOnlySpan<char> text, int start)
    {
        json.Append('"');
        for (var i = start + 1; i < text.Length; i++)
        {
            var c = text[i];
            if (c == text[start])
            {
                json.Append('"');
                return i;
            }

            if (c == '\\' && i + 1 < text.Length)
            {
                var next = text[++i];
                json.Append(next is '\'' ? "'" : next is '"' or '\\' or 'n' or 'r' or 't' or 'u' ? $"\\{next}" : $"\\\\{next}");
                continue;
            }

            json.Append(c == '"' ? "\\\"" : char.IsControl(c) ? " " : c.ToString());
        }

        return text.Length;
    }
}
