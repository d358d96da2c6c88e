namespace Gateway.Modules.Clustering;

/// <summary>No adapter: errors are compared in the model's own space.</summary>
internal sealed class PlainSpace : IEmbeddingAdapter
{
    public Contracts.Embedding Adapt(Contracts.Embedding raw) => raw;
}
