using System.Collections.Frozen;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.Shared.Secrets;

/// <summary>The words by which <see cref="SecretNames"/> tells what is secret or personal.</summary>
internal static class SecretWords
{
    /// <summary>Secret or personal wherever they stand in a name, in the plural, too.</summary>
    public static readonly WordList Always = WordList.Read("secret-always");

    /// <summary>Secret alone, as the last word, or before one that says that the thing itself follows (<see cref="Carriers"/>).</summary>
    public static readonly WordList Held = WordList.Read("secret-held");

    public static readonly WordList Carriers = WordList.Read("secret-carrier");

    /// <summary>What is secret only in company (<c>api_key</c>), by the word, with the words whose neighbour makes it so.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> Companions =
        WordList.Read("secret-pairs").Words
            .Select(pair => pair.Split(' '))
            .GroupBy(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Secret where they are all there is.</summary>
    public static readonly WordList Alone = WordList.Read("secret-alone");

    /// <summary>As a name's last word they say something about the thing, which is not in it: <c>session_count</c>.</summary>
    public static readonly WordList About = WordList.Read("secret-about");

    /// <summary>As a name's first word they make a number or an answer to yes or no of it: <c>max_tokens</c>.</summary>
    public static readonly WordList Measuring = WordList.Read("secret-measuring");

    /// <summary>Words before <c>tokens</c> that make it a number of what a model reads and writes.</summary>
    public static readonly WordList Counted = WordList.Read("secret-counted");

    /// <summary>Say nothing: <c>X-Key</c> is a key.</summary>
    public static readonly WordList Noise = WordList.Read("secret-noise");

    /// <summary>Every word that a name written without separators is looked through for.</summary>
    public static readonly FrozenSet<string> Known =
        new[] { Always, Held, Carriers, Alone, About, Measuring }
            .SelectMany(list => list.Words)
            .Concat(Companions.Values.SelectMany(words => words))
            .Concat(Companions.Keys)
            .Concat(["new", "old", "user", "confirm"])
            .Where(word => word.Length > 1)
            .ToFrozenSet(StringComparer.Ordinal);
}
