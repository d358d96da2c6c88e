using System.Text.Json;

namespace Gateway.Modules.Embedding;

/// <summary>
/// What well-known codes, names and Chinese terms mean in plain English words. Names match whole and without regard to case; Chinese
/// terms match anywhere, the longest first.
/// </summary>
internal sealed class Lexicon
{
    private const int MaxEntries = 20_000;

    public static readonly Lexicon Empty = new([]);

    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, string> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _termLookup;
    private readonly int _longestTerm;

    private Lexicon(IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (name, words) in entries)
        {
            var isTerm = name.Any(c => c > '\u2E80');
            (isTerm ? _terms : _names)[name] = words;
            _longestTerm = isTerm ? Math.Max(_longestTerm, name.Length) : _longestTerm;
        }

        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        _termLookup = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string? Find(ReadOnlySpan<char> name) => _lookup.TryGetValue(name, out var words) ? words : null;

    /// <summary>The words for each Chinese term in the text, in its order, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<string> TermsIn(string text, int most)
    {
        var found = new List<string>();
        for (var at = 0; at < text.Length && found.Count < most;)
        {
            var length = text[at] > '\u2E80' ? Math.Min(_longestTerm, text.Length - at) : 0;
            string? words = null;
            while (length > 0 && !_termLookup.TryGetValue(text.AsSpan(at, length), out words))
            {
                length--;
            }

            if (words is not null && !found.Contains(words))
            {
                found.Add(words);
            }

            at += Math.Max(length, 1);
        }

        return found;
    }

    /// <summary>
    /// Reads files of the form <c>{"groups": [{"name", "source", "entries": {"CODE": "words"}}]}</c>; a later file's entries win. One that
    /// cannot be read is left out, and <paramref name="problems"/> says why.
    /// </summary>
    public static Lexicon Read(IEnumerable<string> paths, out IReadOnlyList<string> problems)
    {
        var entries = new List<KeyValuePair<string, string>>();
        var mistakes = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                entries.AddRange(ReadFile(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                mistakes.Add($"{path}: must be a readable file");
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                mistakes.Add($"{path}: must be JSON with groups of entries");
            }
        }

        problems = mistakes;
        return new Lexicon(entries.Take(MaxEntries));
    }

    private static List<KeyValuePair<string, string>> ReadFile(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var entries = new List<KeyValuePair<string, string>>();
        foreach (var group in document.RootElement.GetProperty("groups").EnumerateArray())
        {
            foreach (var entry in group.GetProperty("entries").EnumerateObject())
            {
                entries.Add(new(entry.Name, entry.Value.GetString() ?? ""));
            }
        }

        return entries;
    }
}
