using System.Text;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// A text that quotes another service's whole answer, as gateways and client libraries do: JSON, a dictionary as Python prints it or a
/// page, with or without words before it. The answer is replaced by what it tells; what follows it is left out.
/// </summary>
internal static class QuotedAnswer
{
    private static readonly string[] PageStarts = ["<!doctype", "<html", "<?xml"];

    /// <summary>The text without frames and with what a quoted answer tells; <paramref name="found"/> where there was one.</summary>
    public static string Read(string text, int status, out bool found)
    {
        text = text.Trim();
        // An answer that is all of the text goes first, since lines in its strings may look like frames.
        if (text.Length > 0 && text[0] is '{' or '[' or '<')
        {
            var read = Replace(text, status, out found);
            return found ? read : WithoutFrames(text);
        }

        return Replace(WithoutFrames(text), status, out found);
    }

    private static string WithoutFrames(string text) => TraceExtraction.Read(LiteralEscapes.Undo(text));

    private static string Replace(string text, int status, out bool found)
    {
        var start = StartOfJson(text);
        var hasSent = false;
        var told = start >= 0 ? TellingOf(text.AsSpan(start), status, out hasSent) : "";
        if (hasSent && told.Length == 0)
        {
            // What was sent is no part of the error; what is said before it may be, and there is nothing better.
            found = true;
            var said = text.AsSpan(0, start).TrimEnd(" :-[(\"'`\r\n\t");
            return !said.Contains(' ') || StatusText.RepeatsStatus(said) ? "" : said.ToString();
        }

        if (told.Length == 0 && (start = StartOfPage(text)) >= 0)
        {
            told = MarkupExtraction.Read(text[start..]);
        }

        found = told.Length > 0;
        if (!found)
        {
            return text;
        }

        var words = text.AsSpan(0, start).TrimEnd(" :-[(\"'`\r\n\t");
        return !words.Contains(' ') || StatusText.IsGeneric(words) || told.AsSpan().StartsWith(words, StringComparison.Ordinal)
            ? told : $"{words}: {told}";
    }

    private static string TellingOf(ReadOnlySpan<char> json, int status, out bool hasSent)
    {
        var quote = QuoteAfterBrace(json[(json.IndexOf('{') + 1)..]);
        var text = quote switch
        {
            '\'' => PythonLiteral.ToJson(json),
            '\\' => json.ToString().Replace("\\\"", "\"", StringComparison.Ordinal),
            _ => json.ToString(),
        };
        return JsonExtraction.ReadTelling(Encoding.UTF8.GetBytes(text), status, out hasSent);
    }

    /// <summary>
    /// An object's first brace, or that of the list it begins; a brace that no quoted name follows is a placeholder or a set.
    /// </summary>
    private static int StartOfJson(string text)
    {
        for (var brace = text.IndexOf('{'); brace >= 0; brace = text.IndexOf('{', brace + 1))
        {
            if (QuoteAfterBrace(text.AsSpan(brace + 1)) != '\0')
            {
                var before = text.AsSpan(0, brace).TrimEnd();
                return before.EndsWith("[", StringComparison.Ordinal) ? before.Length - 1 : brace;
            }
        }

        return -1;
    }

    private static char QuoteAfterBrace(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text.At(0) is '"' or '\'' || (text.At(0) == '\\' && text.At(1) == '"') ? text[0] : '\0';
    }

    private static int StartOfPage(string text)
    {
        if (!text.Contains("</", StringComparison.Ordinal))
        {
            return -1;
        }

        foreach (var mark in PageStarts)
        {
            if (text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var start)
            {
                return start;
            }
        }

        return -1;
    }
}
