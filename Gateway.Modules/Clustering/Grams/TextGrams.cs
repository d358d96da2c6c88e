using System.Runtime.InteropServices;

namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// Counts what a text is made of: 1 to 4 characters within words (a blank marks each end), whole words, and pairs of neighbouring
/// words. Four UTF-16 units fit a 64-bit key exactly, so the grams need no hash; words and pairs are hashed with the top bits set, which
/// no run of lower-cased letters has.
/// </summary>
internal static class TextGrams
{
    private const int Longest = 4;
    private const int MaxWords = 120;
    private const int MaxWordLength = 40;
    private const ulong WordMark = 0xF000_0000_0000_0000;
    private const ulong StatusMark = 0xE000_0000_0000_0000;

    /// <summary>Keys of a text with how often each occurs.</summary>
    public static Dictionary<ulong, int> Count(string text)
    {
        var counts = new Dictionary<ulong, int>(256);
        Span<char> word = stackalloc char[MaxWordLength + 2];
        var at = 0;
        ulong previous = 0;
        for (var words = 0; words < MaxWords && NextWord(text, ref at, word, out var length); words++)
        {
            AddGrams(counts, word[..length]);
            if (length > 3)
            {
                var hash = HashOf(word[1..(length - 1)]);
                Add(counts, WordMark | (hash >> 4));
                if (previous != 0)
                {
                    Add(counts, WordMark | (((previous * 31) + hash) >> 4));
                }

                previous = hash;
            }
        }

        return counts;
    }

    public static ulong KeyOfStatus(int status) => StatusMark | (uint)status;

    /// <summary>Whether a key stands for a whole word or a pair of words.</summary>
    public static bool IsWord(ulong key) => (key & WordMark) == WordMark;

    private static bool NextWord(string text, ref int at, Span<char> word, out int length)
    {
        while (at < text.Length && !IsWordLetter(text[at]))
        {
            at++;
        }

        length = 0;
        if (at == text.Length)
        {
            return false;
        }

        word[length++] = ' ';
        while (at < text.Length && IsWordLetter(text[at]))
        {
            if (length <= MaxWordLength)
            {
                word[length++] = char.ToLowerInvariant(text[at]);
            }

            at++;
        }

        word[length++] = ' ';
        return true;
    }

    private static bool IsWordLetter(char c) => char.IsLetterOrDigit(c) || c == '-' || c == '\'';

    private static void AddGrams(Dictionary<ulong, int> counts, ReadOnlySpan<char> word)
    {
        for (var start = 0; start < word.Length; start++)
        {
            ulong key = 0;
            for (var i = start; i < word.Length && i < start + Longest; i++)
            {
                key = (key << 16) | word[i];
                if (key != ' ')
                {
                    Add(counts, key);
                }
            }
        }
    }

    private static void Add(Dictionary<ulong, int> counts, ulong key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    /// <summary>FNV-1a (Fowler, Noll, Vo), 64 bits.</summary>
    private static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in word)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }
}
