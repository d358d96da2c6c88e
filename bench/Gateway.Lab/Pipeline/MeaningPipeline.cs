using Gateway.Lab.Scoring;
using Gateway.Modules.Clustering;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Lab.Pipeline;

/// <summary>Where one error went.</summary>
/// <param name="Actionable">Whether it was near enough to its cluster to be counted there when acting.</param>
internal sealed record PlacedItem(Assignment Assignment, Fingerprint Fingerprint, bool Actionable);

/// <summary>The product's own way from an error response to a cluster, without a gateway around it.</summary>
internal sealed class MeaningPipeline : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IErrorTextReader _reader;
    private readonly IEmbeddingService _embedding;
    private readonly IClusteringEngine _clusters;
    private readonly IFingerprintMap _map;
    private readonly ItemClock _clock;
    private readonly Dictionary<Fingerprint, EmbeddingVector?> _vectors = [];

    private MeaningPipeline(ServiceProvider services)
    {
        _services = services;
        _reader = services.GetRequiredService<IErrorTextReader>();
        _embedding = services.GetRequiredService<IEmbeddingService>();
        _clusters = services.GetRequiredService<IClusteringEngine>();
        _map = services.GetRequiredService<IFingerprintMap>();
        _clock = services.GetRequiredService<ItemClock>();
    }

    /// <summary>Why no text can be embedded; null when all is well.</summary>
    public string? Problem => _embedding.State == ModelState.Loaded ? null : _embedding.Problem ?? "the model is not loaded";

    /// <summary>Turns its texts into vectors.</summary>
    public IEmbeddingService Embedding => _embedding;

    /// <param name="own">Registers what takes the place of the product's own parts.</param>
    public static MeaningPipeline Create(GatewayOptions options, Action<IServiceCollection>? own = null)
    {
        var clock = new ItemClock();
        var services = ModuleServices.Create(options, clock).AddSingleton(clock);
        own?.Invoke(services);
        services.AddErrorText();
        services.AddEmbedding();
        services.AddClustering();
        return new MeaningPipeline(services.BuildServiceProvider());
    }

    /// <summary>Puts one error into its cluster and says which, and what the catalogue of known causes makes of it.</summary>
    public PlacedItem Assign(string id, in ErrorResponse response, DateTimeOffset at)
    {
        _clock.Now = at;
        var error = _reader.Read(response);
        var assignment = _clusters.Process(new ClusterEvent(error, Embed(error), response.Status, 1, at));
        var print = error.Fingerprint.ToString();
        var placed = assignment.Cause is not { } cause
            ? new Assignment(id, assignment.ClusterId, Fingerprint: print)
            : new Assignment(
                id, assignment.ClusterId, cause.Named ? cause.TopCause : null, cause.Kind.ToString(), cause.Confidence, cause.TopCause,
                cause.KindConfidence, print);
        return new PlacedItem(placed, error.Fingerprint, assignment.Actionable);
    }

    /// <summary>What the gateway does now and then.</summary>
    public void Refine() => _clusters.ReCluster();

    /// <summary>
    /// The cluster an item is in now. When acting, the policy engine counts errors that are not near enough only with their exact
    /// repeats; so they are a group of their own.
    /// </summary>
    public string NameOf(PlacedItem item, bool acting)
    {
        var cluster = _map.TryGet(item.Fingerprint, out var current) ? current : item.Assignment.Cluster;
        cluster = _clusters.GetCluster(cluster)?.Id ?? cluster;
        return acting && !item.Actionable ? $"{cluster}~{item.Fingerprint}" : cluster;
    }

    /// <summary>Each text is embedded once, as in the gateway.</summary>
    private EmbeddingVector? Embed(MaskedError error)
    {
        if (!_vectors.TryGetValue(error.Fingerprint, out var vector))
        {
            vector = _embedding.Embed(error.Masked);
            _vectors.Add(error.Fingerprint, vector);
        }

        return vector;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Stands where the last error arrived: nothing may depend on how long the machine takes.</summary>
    private sealed class ItemClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
