using Gateway.Modules.Contracts;

namespace Gateway.Modules.Embedding;

/// <summary>The lexicon as it was read at start.</summary>
internal sealed record LoadedLexicon(Lexicon Lexicon, string Id, IReadOnlyList<string> Problems);

internal sealed class LexiconReadiness(LoadedLexicon lexicon) : IReadinessPart
{
    public string Name => "lexicon";

    public PartState GetState() => lexicon.Problems.Count == 0
        ? new("loaded", lexicon.Id, Well: true, Problem: null)
        : new("unavailable", lexicon.Id, Well: false, string.Join("; ", lexicon.Problems));
}
