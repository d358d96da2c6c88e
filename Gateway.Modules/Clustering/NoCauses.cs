using Gateway.Modules.Contracts;

namespace Gateway.Modules.Clustering;

/// <summary>No catalogue: every error clusters freely.</summary>
internal sealed class NoCauses : ICauseClassifier
{
    public IReadOnlyList<KnownCause> Catalogue => [];

    public CauseVerdict? Classify(ErrorText error, Contracts.Embedding raw, int status) => null;
}
