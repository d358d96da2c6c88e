namespace Gateway.Modules.Clustering.Causes;

/// <summary>Recognises well-known causes, whatever language or stack an error comes from. Thread-safe.</summary>
internal interface ICauseClassifier
{
    IReadOnlyList<KnownCause> Catalogue { get; }

    /// <summary>
    /// What the catalogue says about an error; null where it cannot say anything (no catalogue, a space it was not trained for).
    /// </summary>
    /// <param name="error">The masked text.</param>
    /// <param name="wording">Its wording, where it is at hand.</param>
    /// <param name="embedding">Its vector, adapted.</param>
    /// <param name="status">The upstream's status, 0 for none.</param>
    CauseVerdict? Classify(MaskedError error, ErrorWordingText? wording, AdaptedEmbedding embedding, int status);
}
