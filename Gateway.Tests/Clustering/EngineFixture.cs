using Gateway.Modules.Clustering;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Kinds;
using Gateway.Modules.Clustering.Operators;
using Gateway.Modules.ErrorText;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Embedding;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Clustering;

/// <summary>An engine on fake time with vectors chosen by the test.</summary>
internal sealed class EngineFixture
{
    private readonly StubEmbeddingService _embeddings;

    public EngineFixture(
        ClusteringOptions? clustering = null,
        SamplerOptions? sampler = null,
        ICauseClassifier? causes = null,
        IEmbeddingAdapter? adapter = null,
        Func<string, float[]?>? embed = null)
    {
        Options =
            new FixedOptions(new GatewayOptions
            {
                Clustering = clustering ?? new ClusteringOptions(),
                Sampler = sampler ?? new SamplerOptions(),
            });
        var options = Options.Section<ClusteringOptions>();
        Map = new FingerprintMap();
        _embeddings = new StubEmbeddingService(embed ?? (_ => null));
        var kinds = new KindClassifier(
            new StubEmbeddingService(_ => null), options, new ContentRoot(ModelFiles.Root), NullLogger<KindClassifier>.Instance);
        causes ??= new NoCauses();
        adapter ??= new PlainSpace();
        Clusters = new ClusterSet(options, Options.Section<SamplerOptions>(), Map);
        Engine = new ClusteringEngine(options, Clusters, new Refinement(Clusters), causes, adapter, kinds, Time);
        Operations = new ClusterOperations(Clusters, Engine, UserCauses, new ErrorTextReader(new Masker()), options, Time);
        Archive = new ClusterArchive(Clusters, _embeddings, adapter, causes, options);
    }

    public ClusterSet Clusters { get; }

    public ClusterOperations Operations { get; }

    public ClusterArchive Archive { get; }

    public ListedUserCauses UserCauses { get; } = new();

    public FakeTimeProvider Time { get; } = new(Samples.Noon);

    public FixedOptions Options { get; }

    public FingerprintMap Map { get; }

    public ClusteringEngine Engine { get; }

    /// <summary>One error now. A null <paramref name="vector"/> is what comes while no model is loaded.</summary>
    public ClusterAssignment Add(
        string text, float[]? vector, string guardKey = "5xx", string space = "s", int status = 500, double weight = 1,
        string? voter = null) =>
        Engine.Process(new ClusterEvent(
            Samples.Error(text, guardKey),
            vector is null ? null : new EmbeddingVector(space, vector),
            status,
            weight,
            Time.GetUtcNow(),
            voter));

    public void AddMany(int times, string text, float[]? vector, string space = "s")
    {
        for (var i = 0; i < times; i++)
        {
            Add(text, vector, space: space);
        }
    }
}
