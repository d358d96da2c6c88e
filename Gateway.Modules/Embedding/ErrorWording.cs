using System.Text;

namespace Gateway.Modules.Embedding;

/// <summary>
/// Prepares masked text: placeholders go, <c>org.acme.FooBarException</c> becomes <c>Foo Bar Exception</c>, <c>snake_case</c> becomes
/// words, and what the <see cref="Lexicon"/> knows about the codes and names in it is appended, so that a code reaches the same place
/// as a sentence. Models see words they know instead of names they do not.
/// </summary>
internal sealed class ErrorWording(Lexicon lexicon) : IErrorWording
{
    /// <summary>Explanations of more names than this would drown the text itself.</summary>
    private const int MaxExplanations = 4;

    /// <summary>Chinese terms that are translated: they are short and a sentence has several.</summary>
    private const int MaxTerms = 10;

    public ErrorWordingText Of(string masked)
    {
        var text = new StringBuilder(masked.Length + 64);
        var explained = new List<string>();
        var cjk = 0;
        for (var at = 0; at < masked.Length;)
        {
            var end = EndOfName(masked, at);
            if (end > at)
            {
                var name = masked.AsSpan(at, end - at);
                Explain(name, explained);
                AppendName(text, name);
                at = end;
            }
            else if (Placeholders.LengthAt(masked.AsSpan(at)) is > 0 and var length)
            {
                text.Append(' ');
                at += length;
            }
            else
            {
                cjk += Script.IsCjk(masked[at]) ? 1 : 0;
                text.Append(masked[at++]);
            }
        }

        var said = Finish(text);
        var explanation = string.Join(' ', explained);
        var embedded = explained.Count == 0 ? said : $"{said} {explanation}";
        if (cjk == 0)
        {
            return new ErrorWordingText(embedded, embedded, said, explanation);
        }

        var terms = lexicon.TermsIn(masked, MaxTerms);
        var translated = terms.Count == 0 ? "" : $" {string.Join(' ', terms)}";
        return new ErrorWordingText(embedded, embedded + translated, said + translated, explanation);
    }

    private void Explain(ReadOnlySpan<char> name, List<string> explained)
    {
        if (explained.Count < MaxExplanations
            && (lexicon.Find(name) ?? lexicon.Find(LastPart(name))) is { } words
            && !explained.Contains(words))
        {
            explained.Add(words);
        }
    }

    private static string Finish(StringBuilder text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var chunk in text.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (c != ' ' || (result.Length > 0 && result[^1] != ' '))
                {
                    result.Append(c);
                }
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>A name is letters, digits and what joins them in code: <c>a.b.C</c>, <c>A_B</c>, <c>ORA-00060</c>, <c>X::Y</c>.</summary>
    private static int EndOfName(string text, int start)
    {
        var end = start;
        while (end < text.Length && (IsNameLetter(text[end])
            || (end > start && text[end] is '.' or '_' or '-' or ':' or '\\' or '$' && end + 1 < text.Length
                && (IsNameLetter(text[end + 1]) || (text[end] == ':' && text[end + 1] == ':')))))
        {
            end++;
        }

        return end;
    }

    private static bool IsNameLetter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static ReadOnlySpan<char> LastPart(ReadOnlySpan<char> name) =>
        name[(name.LastIndexOfAny(".:\\$") + 1)..];

    private static void AppendName(StringBuilder text, ReadOnlySpan<char> name)
    {
        var last = LastPart(name);
        // Package prefixes end in a type; host-like or sentence-like dots ("failed.Retry") lose nothing that matters either.
        if (last.Length > 0 && char.IsAsciiLetterUpper(last[0]) && last.Length != name.Length)
        {
            name = last;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '_' or '.' or ':' or '\\' or '$')
            {
                text.Append(' ');
                continue;
            }

            var startsWord = i > 0 && char.IsAsciiLetterUpper(c)
                && (char.IsAsciiLetterLower(name[i - 1])
                    || (char.IsAsciiLetterUpper(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord)
            {
                text.Append(' ');
            }

            text.Append(c);
        }
    }
}
