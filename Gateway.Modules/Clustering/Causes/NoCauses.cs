namespace Gateway.Modules.Clustering.Causes;

/// <summary>No catalogue: every error clusters freely.</summary>
internal sealed class NoCauses : ICauseClassifier
{
    public IReadOnlyList<KnownCause> Catalogue => [];

    public CauseVerdict? Classify(MaskedError error, ErrorWordingText? wording, AdaptedEmbedding embedding, int status) => null;
}
