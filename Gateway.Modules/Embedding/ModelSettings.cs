namespace Gateway.Modules.Embedding;

/// <summary>How a model is run, whichever it is.</summary>
/// <param name="Pooling">Null takes the manifest's.</param>
/// <param name="MaxTokens">Tokens a text is cut to, the two special ones included.</param>
/// <param name="Threads">Threads of one run.</param>
internal readonly record struct ModelSettings(PoolingMethod? Pooling, int MaxTokens, int Threads)
{
    public static ModelSettings From(EmbeddingOptions options) => new(options.Pooling, options.MaxTokens, options.Threads);
}
