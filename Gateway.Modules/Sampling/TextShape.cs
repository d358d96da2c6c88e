using System.Text;

namespace Gateway.Modules.Sampling;

/// <summary>Brings a text to one line of bounded length.</summary>
internal static class TextShape
{
    /// <summary>Characters kept: of a longer text the head, where the error is named, and the tail, where causes end.</summary>
    public const int Longest = 1000;

    private const int Head = 700;
    private const int Tail = Longest - Head - 3;
    private const int LongestWord = 64;

    public static string Shorten(string text)
    {
        var line = CollapseSpaces(text);
        if (line.Length <= Longest)
        {
            return line;
        }

        // Cut between words: half a key is no longer recognised as one.
        var headEnd = line.LastIndexOf(' ', Head, LongestWord);
        var tailStart = line.IndexOf(' ', line.Length - Tail, LongestWord);
        return string.Concat(
            line.AsSpan(0, headEnd < 0 ? Head : headEnd),
            " … ",
            tailStart < 0 ? "" : line.AsSpan(tailStart + 1));
    }

    /// <summary>White space of any kind, and control characters, become single spaces; none stay at the ends.</summary>
    public static string CollapseSpaces(string text)
    {
        if (!NeedsCollapse(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var space = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = result.Length > 0;
                continue;
            }

            if (space)
            {
                result.Append(' ');
                space = false;
            }

            result.Append(c);
        }

        return result.ToString();
    }

    private static bool NeedsCollapse(string text)
    {
        var before = ' ';
        foreach (var c in text)
        {
            if (char.IsControl(c) || (char.IsWhiteSpace(c) && (c != ' ' || before == ' ')))
            {
                return true;
            }

            before = c;
        }

        return before == ' ';
    }
}
