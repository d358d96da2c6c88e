using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Kinds;
using Gateway.Modules.Clustering.Operators;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>The clusterer: errors become groups with one cause.</summary>
public static class ClusteringRegistration
{
    /// <summary>
    /// Adds the inbox for embedded samples, the engine, the fingerprint map and the worker. The policy engine's
    /// <c>Inbox&lt;ClusteredSample&gt;</c> must be registered too.
    /// </summary>
    public static IServiceCollection AddClustering(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Inbox<EmbeddedSample>(
            provider.GetRequiredService<IOptionsMonitor<ClusteringOptions>>().CurrentValue.BufferSize));
        services.TryAddSingleton<FingerprintMap>();
        services.TryAddSingleton<IFingerprintMap>(provider => provider.GetRequiredService<FingerprintMap>());
        services.AddCauses();
        services.TryAddSingleton<KindClassifier>();
        services.AddSingleton<IReadinessPart, KindsReadiness>();
        services.TryAddSingleton<ICauseClassifier, NoCauses>();
        services.TryAddSingleton<IUserCauses, NoUserCauses>();
        services.TryAddSingleton<IEmbeddingAdapter, PlainSpace>();
        services.TryAddSingleton<ClusterSet>();
        services.TryAddSingleton<Refinement>();
        services.TryAddSingleton<IClusteringEngine, ClusteringEngine>();
        services.TryAddSingleton<IClusterOperations, ClusterOperations>();
        services.TryAddSingleton<IClusterArchive, ClusterArchive>();
        services.TryAddSingleton<ClusteringMetrics>();
        services.AddWorker<ClustererWorker>("clusterer");
        return services;
    }
}
