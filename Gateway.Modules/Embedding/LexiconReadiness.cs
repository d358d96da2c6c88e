namespace Gateway.Modules.Embedding;

/// <summary>The lexicon as it was read at start.</summary>
internal sealed record LoadedLexicon(Lexicon Lexicon, string Id, IReadOnlyList<string> Problems);

/// <param name="read">The lexicon, read when first asked for: an own embedding service needs none.</param>
internal sealed class LexiconReadiness(Func<LoadedLexicon> read) : IReadinessPart
{
    public string Name => "lexicon";

    public PartState GetState() => read() is { Problems.Count: > 0 } lexicon
        ? new("unavailable", lexicon.Id, Well: false, string.Join("; ", lexicon.Problems))
        : new("loaded", read().Id, Well: true, Problem: null);
}
