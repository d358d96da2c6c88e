using System.Globalization;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Clustering;
using Gateway.Modules.Clustering.Causes;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks;

/// <summary>Finding the cluster of a known text, and of a new one among many. Yardstick: <see cref="MatrixYardstick"/>.</summary>
public class ClusterBenchmarks
{
    private const string Space = "bench";

    /// <summary>New wordings are drawn beforehand; each comes again under another fingerprint.</summary>
    private const int Wordings = 512;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MatrixYardstick _yardstick = new();
    private readonly EmbeddingVector[] _wordings = new EmbeddingVector[Wordings];
    private IClusteringEngine _engine = null!;
    private ClusterEvent _known;
    private ulong _next;

    [Params(100, 1_000, 10_000)]
    public int Clusters { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var options = new GatewayOptions { Clustering = new ClusteringOptions { MaxClusters = 10_000 } };
        var services = ModuleServices.Create(options);
        services.AddSingleton<IEmbeddingService, NoModel>();
        services.AddSingleton<ICauseClassifier, NoCauses>();
        services.AddSingleton<IUserCauses, NoUserCauses>();
        services.AddSingleton<IEmbeddingAdapter, PlainSpace>();
        services.AddSingleton(new Inbox<ClusteredSample>(16));
        _engine = services.AddClustering().BuildServiceProvider().GetRequiredService<IClusteringEngine>();

        var vectors = new UnitVectors(MatrixYardstick.Dimension, 2);
        for (var i = 0; i < Clusters; i++)
        {
            var centre = vectors.Next();
            _known = EventOf(new EmbeddingVector(Space, centre));
            _engine.Process(_known);
            if (i < Wordings)
            {
                _wordings[i] = new EmbeddingVector(Space, vectors.Near(centre, 0.2f));
            }
        }

        for (var i = Clusters; i < Wordings; i++)
        {
            _wordings[i] = _wordings[i % Clusters];
        }

        if (_engine.GetAllClusters().Count != Clusters)
        {
            throw new InvalidOperationException("the centres are not as far apart as they should be");
        }
    }

    [Benchmark(Baseline = true)]
    public float MatrixTimesVector() => _yardstick.Multiply();

    [Benchmark]
    public bool Known() => _engine.Process(in _known).IsNew;

    [Benchmark]
    public bool NewWording() => _engine.Process(EventOf(_wordings[_next % Wordings])).IsNew;

    private ClusterEvent EventOf(EmbeddingVector embedding)
    {
        var number = _next++;
        var text = string.Create(CultureInfo.InvariantCulture, $"could not save order {number}");
        return new ClusterEvent(new MaskedError(text, new Fingerprint(number), GuardKeys.ServerError), embedding, 500, 1, Start);
    }

    private sealed class NoModel : IEmbeddingService
    {
        public string ModelId => "none";

        public int Dimension => 0;

        public ModelState State => ModelState.Unavailable;

        public string? Problem => "none is needed";

        public EmbeddingVector? Embed(string text) => null;
    }
}
