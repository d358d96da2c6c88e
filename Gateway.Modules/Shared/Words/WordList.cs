using System.Collections.Frozen;
using System.Reflection;

namespace Gateway.Modules.Shared.Words;

/// <summary>
/// The words of one file <c>Words/NAME.txt</c> in the room that reads it: one a line, sorted, none twice. The files are part of the
/// assembly, so
/// their names differ from room to room.
/// </summary>
internal sealed class WordList
{
    private readonly FrozenSet<string> _words;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    private WordList(IEnumerable<string> words, StringComparer comparer)
    {
        _words = words.ToFrozenSet(comparer);
        _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        Longest = _words.Max(word => word.Length);
    }

    /// <summary>Characters of the longest word.</summary>
    public int Longest { get; }

    public IReadOnlyCollection<string> Words => _words;

    /// <param name="name">The file's name without its ending.</param>
    public static WordList Read(string name, bool ignoreCase = false)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Words/{name}.txt")
            ?? throw new InvalidOperationException($"no room has a file Words/{name}.txt");
        using var reader = new StreamReader(stream);
        return new WordList(
            reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    public bool Contains(ReadOnlySpan<char> word) => _bySpan.Contains(word);
}
