namespace Gateway.Modules.Contracts.Meaning;

/// <summary>A unit vector and the space (model id and hash) it belongs to. Vectors of two spaces are never compared.</summary>
public sealed record EmbeddingVector(string Space, ReadOnlyMemory<float> Vector);

/// <summary>Whether a model can be used, and if not, why.</summary>
public enum ModelState
{
    Loaded,
    Unavailable,
}

/// <summary>
/// Turns masked error text into a unit vector. The same text gives the same vector while the process lives.
/// Thread-safe; takes milliseconds, so it never runs on a request's thread.
/// </summary>
public interface IEmbeddingService
{
    /// <summary>The model's id, as its manifest says, or the configured folder's name where none could be read.</summary>
    string ModelId { get; }

    /// <summary>Length of the vectors; 0 while no model is loaded.</summary>
    int Dimension { get; }

    ModelState State { get; }

    /// <summary>
    /// Why the model, or one beside it for other languages, is unavailable, in one line that names file and rule; null when all is well.
    /// </summary>
    string? Problem { get; }

    /// <summary>The embedding of <paramref name="text"/>, or null while no model is loaded or the run failed.</summary>
    EmbeddingVector? Embed(string text);

    /// <summary>The same for a text whose wording is at hand. A service that reads the text itself need not care.</summary>
    EmbeddingVector? Embed(string text, in ErrorWordingText wording) => Embed(text);
}
