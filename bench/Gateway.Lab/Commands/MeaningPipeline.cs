using Gateway.Modules.Clustering;
using Gateway.Modules.Contracts;
using Gateway.Modules.Embedding;
using Gateway.Modules.Sampling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Lab;

/// <summary>The product's own way from an error response to a cluster, without a gateway around it.</summary>
internal sealed class MeaningPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IErrorTextReader _reader;
    private readonly IEmbeddingService _embedding;
    private readonly IClusteringEngine _clusters;

    private MeaningPipeline(ServiceProvider services)
    {
        _services = services;
        _reader = services.GetRequiredService<IErrorTextReader>();
        _embedding = services.GetRequiredService<IEmbeddingService>();
        _clusters = services.GetRequiredService<IClusteringEngine>();
    }

    /// <summary>Why no text can be embedded; null when all is well.</summary>
    public string? Problem => _embedding.State == ModelState.Loaded ? null : _embedding.Problem ?? "the model is not loaded";

    /// <param name="actThreshold">Whether texts group as strictly as when acting.</param>
    public static MeaningPipeline Create(bool actThreshold)
    {
        // A file is judged whole: no text may end in the overflow for want of room.
        var options = new GatewayOptions { Clustering = new ClusteringOptions { MaxClusters = 10_000 } };
        if (actThreshold)
        {
            options = options with { Clustering = options.Clustering with { GroupThreshold = options.Clustering.ActThreshold } };
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ContentRoot(RepositoryRoot.Path));
        services.AddSingleton(new ReplicaIdentity("lab"));
        services.AddSingleton<IOptionsMonitor<GatewayOptions>>(new UnchangingOptions(options));

        services.AddSampling();
        services.AddEmbedding();
        services.AddClustering();
        return new MeaningPipeline(services.BuildServiceProvider());
    }

    /// <summary>Puts one error into its cluster and says which.</summary>
    public string Assign(in ErrorResponse response, DateTimeOffset at)
    {
        var error = _reader.Read(response);
        return _clusters.Process(new ClusterEvent(error, _embedding.Embed(error.Masked), response.Status, 1, at)).ClusterId;
    }

    /// <summary>The id that a cluster goes by now.</summary>
    public string CurrentId(string id) => _clusters.GetCluster(id)?.Id ?? id;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class UnchangingOptions(GatewayOptions value) : IOptionsMonitor<GatewayOptions>
    {
        public GatewayOptions CurrentValue => value;

        public GatewayOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<GatewayOptions, string?> listener) => null;
    }
}
