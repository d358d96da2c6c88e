namespace Gateway.Training.Items;

/// <summary>A labelled error, read as the gateway reads it.</summary>
/// <param name="Cause">Number of its class in alphabetical order; -1 for one that is not in the catalogue.</param>
/// <param name="Fold">A number drawn from the id: the same items part in the same way each time.</param>
internal sealed record TrainingItem(
    string Id, string Masked, ErrorWordingText Wording, EmbeddingVector Embedding, string Class, int Cause, int Status,
    bool NearDev, int Fold);
