using System.Text;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>Brings a text to one line of bounded length.</summary>
internal static class TextShape
{
    /// <summary>
    /// Characters kept for reading: of a longer text the head, where the error is named, and the tail, where causes end.
    /// </summary>
    public const int Longest = 1000;

    /// <summary>
    /// Characters that are masked. More than are kept, so that the places where the raw text was cut, where half a key might no longer
    /// be recognised as one, fall to the second cut, which is made in masked text.
    /// </summary>
    public const int LongestRaw = 4 * Longest;

    private const string Gap = " … ";
    private const int LongestWord = 64;

    /// <summary>
    /// At most <paramref name="most"/> characters of <paramref name="line"/>, seven tenths from its head, cut between words where there are
    /// any.
    /// </summary>
    public static string Shorten(string line, int most)
    {
        if (line.Length <= most)
        {
            return line;
        }

        var head = most * 7 / 10;
        var tail = most - head - Gap.Length;
        var headEnd = line.LastIndexOf(' ', head, LongestWord);
        var tailStart = line.IndexOf(' ', line.Length - tail, LongestWord);
        return string.Concat(
            line.AsSpan(0, headEnd < 0 ? head : headEnd),
            Gap,
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
