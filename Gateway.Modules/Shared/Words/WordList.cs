using System.Buffers;
using System.Collections.Concurrent;

namespace Gateway.Modules.Shared.Words;

/// <summary>
/// The words of one file <c>Words/NAME.txt</c> in the room that reads it: one a line, sorted, none twice. The files are part of the
/// assembly, so their names differ from room to room; each is read once.
/// </summary>
internal sealed class WordList
{
    private const string Folder = "Words/";

    private static readonly ConcurrentDictionary<(string Name, bool IgnoreCase), WordList> Lists = new();

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly StringComparison _comparison;

    /// <summary>The words by the first and by the last character of theirs: nearly every word of a text is asked about.</summary>
    private readonly Dictionary<char, string[]> _byFirst;
    private readonly Dictionary<char, string[]> _byLast;
    private readonly Lazy<SearchValues<string>> _anywhere;

    private WordList(string name, string[] words, bool ignoreCase)
    {
        Name = name;
        Words = words;
        var comparer = ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        _words = new HashSet<string>(words, comparer).GetAlternateLookup<ReadOnlySpan<char>>();
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        _anywhere = new Lazy<SearchValues<string>>(() => SearchValues.Create(words, _comparison));
        _byFirst = words.GroupBy(word => word[0]).ToDictionary(group => group.Key, group => group.ToArray());
        _byLast = words.GroupBy(word => word[^1]).ToDictionary(group => group.Key, group => group.ToArray());
    }

    public string Name { get; }

    public IReadOnlyList<string> Words { get; }

    /// <summary>Characters of the longest word.</summary>
    public int Longest => field > 0 ? field : field = Words.Max(word => word.Length);

    /// <summary>
    /// Whether the list says no to everything: only the training program's <c>ablate</c> turns lists off, to see what they are worth.
    /// </summary>
    public bool IsOff { get; set; }

    /// <summary>The lists that were read.</summary>
    public static IEnumerable<WordList> Loaded => Lists.Values;

    /// <param name="name">The file's name without its ending.</param>
    public static WordList Read(string name, bool ignoreCase = false) => Lists.GetOrAdd((name, ignoreCase), static key =>
    {
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream($"{Folder}{key.Name}.txt")
            ?? throw new InvalidOperationException($"no room has a file {Folder}{key.Name}.txt");
        using var reader = new StreamReader(stream);
        return new WordList(key.Name,
            reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), key.IgnoreCase);
    });

    public bool Contains(ReadOnlySpan<char> word) => _words.Contains(word) && !IsOff;

    /// <summary>The word that the text starts with, or null.</summary>
    public string? StartOf(ReadOnlySpan<char> text)
    {
        foreach (var word in At(_byFirst, text.IsEmpty ? default : text[0]))
        {
            if (text.StartsWith(word, _comparison))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>The word that the text ends with, or null.</summary>
    public string? EndOf(ReadOnlySpan<char> text)
    {
        foreach (var word in At(_byLast, text.IsEmpty ? default : text[^1]))
        {
            if (text.EndsWith(word, _comparison))
            {
                return word;
            }
        }

        return null;
    }

    public bool Ends(ReadOnlySpan<char> text) => EndOf(text) is not null;

    public bool Starts(ReadOnlySpan<char> text) => StartOf(text) is not null;

    /// <summary>Whether one of the words is somewhere in the text.</summary>
    public bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(_anywhere.Value) && !IsOff;

    private string[] At(Dictionary<char, string[]> words, char c) =>
        !IsOff && words.TryGetValue(_comparison == StringComparison.Ordinal ? c : char.ToLowerInvariant(c), out var found) ? found : [];
}
