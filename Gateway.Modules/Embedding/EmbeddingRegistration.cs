using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Embedding;

/// <summary>The embedder: error texts become vectors.</summary>
public static class EmbeddingRegistration
{
    /// <summary>
    /// Adds the ONNX <see cref="IEmbeddingService"/> (one registered before is kept), the worker between bus and clusterer, and the
    /// readiness part <c>model</c> and <c>lexicon</c>.
    /// </summary>
    public static IServiceCollection AddEmbedding(this IServiceCollection services)
    {
        UsageReports.Forbid();
        services.TryAddSingleton<EmbeddingMetrics>();
        services.TryAddSingleton(ReadLexicon);
        services.TryAddSingleton<IErrorWording>(provider => new ErrorWording(provider.GetRequiredService<LoadedLexicon>().Lexicon));
        services.TryAddSingleton<OnnxEmbeddingService>();
        services.TryAddSingleton<IEmbeddingService>(provider => new WordedEmbeddingService(
            provider.GetRequiredService<OnnxEmbeddingService>(), provider.GetRequiredService<IErrorWording>()));
        services.AddSingleton<IReadinessPart, ModelReadiness>();
        services.AddSingleton<IReadinessPart>(provider => new LexiconReadiness(provider.GetRequiredService<LoadedLexicon>));
        services.AddWorker<EmbedderWorker>("embedder");
        return services;
    }

    private static LoadedLexicon ReadLexicon(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptionsMonitor<EmbeddingOptions>>().CurrentValue;
        var root = services.GetRequiredService<ContentRoot>();
        string[] paths = [root.Resolve(options.LexiconPath),
            .. options.OwnLexiconPath is { Length: > 0 } own ? [root.Resolve(own)] : Array.Empty<string>()];
        var lexicon = Lexicon.Read(paths, out var problems);
        foreach (var problem in problems)
        {
            EmbeddingLog.LexiconUnavailable(services.GetRequiredService<ILogger<ErrorWording>>(), problem);
        }

        return new LoadedLexicon(lexicon, Path.GetFileName(options.LexiconPath), problems);
    }
}
