using System.Net;
using System.Text;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes from an HTML page its title, first heading and first text, and from XML (SOAP faults, storage services) the elements that
/// name the error. A status line is left out where the page says more. Tags are skipped, not parsed: error pages are rarely valid.
/// </summary>
internal static class MarkupExtraction
{
    private const int MaxPart = 2000;

    private static readonly WordList Skipped = WordList.Read("page-skipped", ignoreCase: true);
    private static readonly WordList Telling = WordList.Read("page-telling", ignoreCase: true);
    private static readonly WordList Blocks = WordList.Read("page-block", ignoreCase: true);

    public static bool IsMarkup(ReadOnlySpan<char> text) =>
        text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
        || (text.Length > 1
            && text[0] == '<'
            && (char.IsAsciiLetter(text[1]) || text[1] == '!')
            && text.Contains("</", StringComparison.Ordinal));

    public static string Read(string page)
    {
        var parts = new PageParts();
        var current = new StringBuilder();
        var element = PageElement.Other;
        var seenAll = false;
        var rest = page.Replace("<![CDATA[", "", StringComparison.Ordinal).Replace("]]>", "", StringComparison.Ordinal).AsSpan();
        while (!rest.IsEmpty && !parts.IsFull)
        {
            var tag = rest.IndexOf('<');
            var text = tag < 0 ? rest : rest[..tag];
            if (element != PageElement.Skipped && current.Length < MaxPart)
            {
                current.Append(text);
            }

            if (tag < 0)
            {
                break;
            }

            rest = rest[tag..];
            var end = rest.StartsWith("<!--", StringComparison.Ordinal)
                ? rest.IndexOf("-->", StringComparison.Ordinal) + 2
                : rest.IndexOf('>');
            if (end <= 1)
            {
                break;
            }

            if (rest[1] != '/' && rest[end - 1] != '/' && SentNames.IsElement(NameOf(rest)))
            {
                rest = WithoutContent(rest, end + 1, ref seenAll);
                continue;
            }

            var next = KindOf(NameOf(rest));
            if (next != PageElement.Other)
            {
                Finish(parts, current, element);
                element = rest[1] == '/' ? PageElement.Other : next;
            }
            else
            {
                current.Append(NameOf(rest).Equals("br", StringComparison.OrdinalIgnoreCase) ? '\n' : ' ');
            }

            rest = rest[(end + 1)..];
        }

        Finish(parts, current, element);
        return parts.ToString();
    }

    private static void Finish(PageParts parts, StringBuilder current, PageElement element)
    {
        if (element != PageElement.Skipped)
        {
            parts.Add(element, TextShape.CollapseSpaces(TraceExtraction.Read(WebUtility.HtmlDecode(current.ToString()).Trim())));
        }

        current.Clear();
    }

    /// <summary>
    /// What is left from the element's own end on; where the page was cut before it, nothing. Fields of a form have no end, which is
    /// looked for once.
    /// </summary>
    private static ReadOnlySpan<char> WithoutContent(ReadOnlySpan<char> rest, int tag, scoped ref bool seenAll)
    {
        var name = NameOf(rest);
        var mayBeEmpty = name.Equals("input", StringComparison.OrdinalIgnoreCase);
        for (var at = tag; !(mayBeEmpty && seenAll); at += 2)
        {
            var next = rest[at..].IndexOf("</", StringComparison.Ordinal);
            if (next < 0)
            {
                seenAll = mayBeEmpty;
                break;
            }

            at += next;
            if (NameOf(rest[at..]).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return rest[at..];
            }
        }

        return mayBeEmpty ? rest[tag..] : [];
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

    private static PageElement KindOf(ReadOnlySpan<char> name) =>
        name.Equals("pre", StringComparison.OrdinalIgnoreCase) ? PageElement.Trace
        : Skipped.Contains(name) ? PageElement.Skipped
        : Telling.Contains(name) ? PageElement.Telling
        : Blocks.Contains(name) ? PageElement.Block
        : PageElement.Other;
}
