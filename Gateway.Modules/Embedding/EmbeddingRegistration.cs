using Gateway.Modules.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Embedding;

/// <summary>The embedder: error texts become vectors.</summary>
public static class EmbeddingRegistration
{
    /// <summary>
    /// Adds the ONNX <see cref="IEmbeddingService"/> (one registered before is kept), the worker between bus and clusterer, and the
    /// readiness part <c>model</c>.
    /// </summary>
    public static IServiceCollection AddEmbedding(this IServiceCollection services)
    {
        services.TryAddSingleton<EmbeddingMetrics>();
        services.TryAddSingleton<IEmbeddingService, OnnxEmbeddingService>();
        services.AddSingleton<IReadinessPart, ModelReadiness>();
        services.AddHostedService<EmbedderWorker>();
        return services;
    }
}
