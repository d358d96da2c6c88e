using Gateway.Modules.Clustering.Causes;

namespace Gateway.Modules.Clustering;

/// <summary>No adapter: errors are compared in the model's own space.</summary>
internal sealed class PlainSpace : IEmbeddingAdapter
{
    public AdaptedEmbedding Adapt(EmbeddingVector raw) => new(raw, Learned: null, raw);
}
