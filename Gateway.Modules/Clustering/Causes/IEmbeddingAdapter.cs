namespace Gateway.Modules.Clustering.Causes;

/// <summary>Maps a general embedding into a space where distance means cause. Thread-safe.</summary>
internal interface IEmbeddingAdapter
{
    /// <summary>The adapted unit vector in a space of its own; the vector unchanged where the adapter was not learned for its space.</summary>
    EmbeddingVector Adapt(EmbeddingVector raw);
}
