using System.Net;
using System.Text;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Takes from an HTML page its title, first heading and first text, and from XML (SOAP faults, storage services) the elements that
/// name the error. A status line is left out where the page says more. Tags are skipped, not parsed: error pages are rarely valid.
/// </summary>
internal static class MarkupExtraction
{
    private const int MaxParts = 4;
    private const int MaxPart = 2000;

    private static readonly string[] Labels = ["Message ", "Description ", "Description: ", "消息 ", "描述 ", "说明: ", "Reason: "];

    private enum Element
    {
        Other,
        Skipped,
        Telling,
        Block,
    }

    public static bool IsMarkup(ReadOnlySpan<char> text) =>
        text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
        || (text.Length > 1 && text[0] == '<' && (char.IsAsciiLetter(text[1]) || text[1] == '!') && text.Contains("</", StringComparison.Ordinal));

    public static string Read(string page)
    {
        var parts = new List<string>(MaxParts);
        var current = new StringBuilder();
        var element = Element.Other;
        var rest = page.Replace("<![CDATA[", "", StringComparison.Ordinal).Replace("]]>", "", StringComparison.Ordinal).AsSpan();
        while (!rest.IsEmpty && parts.Count < MaxParts)
        {
            var tag = rest.IndexOf('<');
            var text = tag < 0 ? rest : rest[..tag];
            if (element != Element.Skipped && current.Length < MaxPart)
            {
                current.Append(text);
            }

            if (tag < 0)
            {
                break;
            }

            rest = rest[tag..];
            var end = rest.StartsWith("<!--", StringComparison.Ordinal) ? rest.IndexOf("-->", StringComparison.Ordinal) + 2 : rest.IndexOf('>');
            if (end <= 1)
            {
                break;
            }

            var next = KindOf(NameOf(rest));
            if (next != Element.Other)
            {
                Finish(parts, current, element);
                element = rest[1] == '/' ? Element.Other : next;
            }
            else
            {
                current.Append(NameOf(rest).Equals("br", StringComparison.OrdinalIgnoreCase) ? '\n' : ' ');
            }

            rest = rest[(end + 1)..];
        }

        Finish(parts, current, element);
        return Join(parts);
    }

    private static void Finish(List<string> parts, StringBuilder current, Element element)
    {
        var raw = WebUtility.HtmlDecode(current.ToString());
        current.Clear();
        var text = TextShape.CollapseSpaces(TraceExtraction.Read(raw.Trim()));
        text = WithoutLabel(text);
        // Loose text is mostly a server's name or a menu; a sentence is worth keeping.
        var counts = (element is Element.Telling ? text.Length > 0 : JsonFindings.IsSentence(text)) && !IsPlace(text);
        if (element != Element.Skipped && counts && parts.Count < MaxParts && !parts.Exists(p => p.Contains(text, StringComparison.OrdinalIgnoreCase)))
        {
            parts.RemoveAll(p => text.Contains(p, StringComparison.OrdinalIgnoreCase));
            parts.Add(text);
        }
    }

    /// <summary>What Tomcat and ASP.NET write before the text itself.</summary>
    private static string WithoutLabel(string text)
    {
        var details = text.IndexOf("Exception Details: ", StringComparison.Ordinal);
        if (details >= 0)
        {
            return text[(details + 19)..];
        }

        foreach (var label in Labels)
        {
            if (text.StartsWith(label, StringComparison.Ordinal))
            {
                return text[label.Length..];
            }
        }

        return text;
    }

    /// <summary>Where in the code it was: Django's "Exception Location", lines of a trace, a proxy's signature.</summary>
    private static bool IsPlace(string text) =>
        text.Contains(", line ", StringComparison.Ordinal) && text.Contains(", in ", StringComparison.Ordinal)
        || text.StartsWith("Cloudflare Ray ID", StringComparison.Ordinal)
        || (text.Contains(" Server at ", StringComparison.Ordinal) && text.Contains(" Port ", StringComparison.Ordinal) && text.Length < 120)
        || text.Contains(":in `", StringComparison.Ordinal) || text.Contains(":in '", StringComparison.Ordinal);

    private static string Join(List<string> parts)
    {
        var telling = parts.FindAll(p => !StatusText.IsGeneric(p));
        return telling.Count > 0 ? string.Join(": ", telling) : parts.Count > 0 ? parts[0] : "";
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag[1..].TrimStart('/');
        var length = 0;
        while (length < name.Length && (char.IsAsciiLetterOrDigit(name[length]) || name[length] is ':' or '-' or '_'))
        {
            length++;
        }

        name = name[..length];
        return name[(name.LastIndexOf(':') + 1)..];
    }

    private static Element KindOf(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[16];
        if (name.Length > lower.Length)
        {
            return Element.Other;
        }

        return lower[..name.ToLowerInvariant(lower)] switch
        {
            "script" or "style" or "noscript" or "svg" or "nav" or "footer" => Element.Skipped,
            "requestid" or "hostid" or "resource" or "timestamp" or "traceid" or "stacktrace" or "stack" or "path" => Element.Skipped,
            "title" or "h1" or "h2" or "pre" or "faultstring" or "faultcode" or "message" or "code" or "error" or "description" or "detail"
                or "reason" or "text" => Element.Telling,
            "p" or "div" or "body" or "head" or "li" or "td" or "tr" or "table" or "hr" or "center" or "section" or "main" or "html" => Element.Block,
            _ => Element.Other,
        };
    }
}
