namespace Gateway.Modules.Clustering.Causes;

/// <summary>Maps a general embedding into a space where distance means cause. Thread-safe.</summary>
internal interface IEmbeddingAdapter
{
    AdaptedEmbedding Adapt(EmbeddingVector raw);
}
