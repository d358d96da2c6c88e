using System.Buffers;
using System.Collections.Concurrent;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// Words that rules know, read once from the file of that name in the folder <c>Words</c>: one a line, sorted, without case.
/// </summary>
internal sealed class WordList
{
    private const string Folder = "Gateway.Modules.ErrorText.Words.";

    private static readonly ConcurrentDictionary<string, WordList> Read = new(StringComparer.Ordinal);

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

    /// <summary>
    /// Whether the list says no to everything: only the training program's <c>ablate</c> turns lists off, to see what they are worth.
    /// </summary>
    public bool IsOff { get; set; }

    /// <summary>Every list by its file.</summary>
    public static IEnumerable<string> Names => typeof(WordList).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name[Folder.Length..]))
        .Order(StringComparer.Ordinal);

    /// <summary>The lists that were asked for.</summary>
    public static IEnumerable<string> InUse => Read.Keys;

    public static WordList Of(string name, bool ignoreCase = false) => Read.GetOrAdd(name, static (name, ignoreCase) =>
    {
        using var reader = new StreamReader(typeof(WordList).Assembly.GetManifestResourceStream($"{Folder}{name}.txt")!);
        var words = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new WordList(name, words, ignoreCase);
    }, ignoreCase);

    public bool Contains(ReadOnlySpan<char> word) => _words.Contains(word) && !IsOff;

    /// <summary>The word that the text starts with, or null.</summary>
    public string? StartOf(ReadOnlySpan<char> text)
    {
        foreach (var word in At(_byFirst, text.At(0)))
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
        foreach (var word in At(_byLast, text.At(text.Length - 1)))
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
