using Gateway.Modules.Clustering;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.ErrorText;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Embedding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Clustering;

public sealed class ClustererWorkerTests
{
    [Test]
    public async Task Run_MixedSamples_AssignsErrorsAndPassesAllOnInOrder()
    {
        await using var services = Build();
        var taken = await RunAsync(
            services,
            new EmbeddedSample(Samples.Failure(1, "a"), new("s", Directions.At(0))),
            new EmbeddedSample(Samples.Success(2), null),
            new EmbeddedSample(Samples.Failure(3, "b"), new("s", Directions.At(90))),
            new EmbeddedSample(Samples.Failure(4, "a"), null));
        Assert.Multiple(() =>
        {
            Assert.That(taken.Select(item => item.Sample.EventId), Is.EqualTo(new[] { "1", "2", "3", "4" }));
            Assert.That(taken.Select(item => item.Assignment?.ClusterId), Is.EqualTo(new[] { "c-1", null, "c-2", "c-1" }));
            Assert.That(services.GetRequiredService<IFingerprintMap>().TryGet(Samples.Error("b").Fingerprint, out var id) ? id : null,
                Is.EqualTo("c-2"));
        });
    }

    [Test]
    public async Task Run_TransportFailure_CountsNoStatusOfTheUpstream()
    {
        await using var services = Build();
        var sample = Samples.Failure(1, "a") with { Outcome = RequestOutcome.TransportError, Status = 502 };
        await RunAsync(services, new EmbeddedSample(sample, new("s", Directions.At(0))));
        Assert.That(services.GetRequiredService<IClusteringEngine>().GetCluster("c-1")!.UpstreamStatus, Is.Zero);
    }

    [Test]
    public async Task Run_VectorOfAnotherLength_DropsTheSampleAndGoesOn()
    {
        await using var services = Build();
        // One space, two lengths: the second cannot be compared and is dropped.
        var taken = await RunAsync(
            services,
            new EmbeddedSample(Samples.Failure(1, "one"), new("s", Directions.At(0))),
            new EmbeddedSample(Samples.Failure(2, "two"), new("s", new float[] { 1 })),
            new EmbeddedSample(Samples.Success(3), null));
        Assert.That(taken.Select(item => item.Sample.EventId), Is.EqualTo(new[] { "1", "3" }));
    }

    [Test]
    public async Task Run_MoreClustersThanLabels_ShowsTheRestAsOther()
    {
        await using var services = Build(new GatewayOptions { Metrics = new MetricsOptions { TopK = 2 } });
        var factory = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var sizes = new MetricCollector<double>(factory, "Gateway.Clustering", MetricNames.ClusterSize);
        using var severities = new MetricCollector<double>(factory, "Gateway.Clustering", MetricNames.ClusterSeverity);
        await RunAsync(services, [.. Enumerable.Range(0, 10).Select(i =>
            new EmbeddedSample(Samples.Failure(i, $"{Math.Min(i % 4, 2)}"), new("s", Directions.At(0, Math.Min(i % 4, 2)))))]);
        sizes.RecordObservableInstruments();
        severities.RecordObservableInstruments();
        var clusters = services.GetRequiredService<IClusteringEngine>().GetAllClusters();
        Assert.Multiple(() =>
        {
            Assert.That(
                sizes.GetMeasurementSnapshot().ToDictionary(item => (string)item.Tags["cluster"]!, item => item.Value),
                Is.EqualTo(new Dictionary<string, double>
                {
                    [clusters[0].Id] = clusters[0].Size,
                    [clusters[1].Id] = clusters[1].Size,
                    ["other"] = clusters[2].Size
                }));
            Assert.That(severities.GetMeasurementSnapshot(), Has.Count.EqualTo(3));
        });
    }

    [Test]
    public async Task Run_IntervalOver_RefinesTheClusters()
    {
        await using var services = Build(
            new GatewayOptions
            {
                Clustering = new()
                {
                    MeanCap = 1,
                    GroupThreshold = 0.82,
                    AnchorThreshold = 0.85,
                    ReClusterInterval = TimeSpan.FromSeconds(1),
                }
            }, refineAlways: true);
        var items = new List<EmbeddedSample>
        {
            new(Samples.Failure(0, "left"), new("s", Directions.At(0))),
            new(Samples.Failure(1, "right"), new("s", Directions.At(60))),
        };
        for (var i = 0; i < 6; i++)
        {
            items.Add(new(Samples.Failure(10 + i, $"left {i}"), new("s", Directions.At(28))));
            items.Add(new(Samples.Failure(20 + i, $"right {i}"), new("s", Directions.At(40))));
        }

        await RunAsync(services, [.. items]);
        Assert.That(services.GetRequiredService<IClusteringEngine>().GetAllClusters(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task AddClustering_WithErrorText_GivesOperatorsAndStoresTheirWay()
    {
        await using var services = Build();
        Assert.Multiple(() =>
        {
            Assert.That(services.GetRequiredService<IClusterOperations>().Mute("c-1", true), Is.EqualTo(ClusterOperationResult.NotFound));
            Assert.That(services.GetRequiredService<IClusterArchive>().Export(), Is.Empty);
        });
    }

    private static ServiceProvider Build(GatewayOptions? options = null, bool refineAlways = false)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddFixedOptions(options);
        services.AddSingleton(new ContentRoot(ModelFiles.Root));
        services.AddSingleton<TimeProvider>(
            new FakeTimeProvider(Samples.Noon) { AutoAdvanceAmount = TimeSpan.FromSeconds(refineAlways ? 2 : 0) });
        services.AddSingleton<IEmbeddingService>(new StubEmbeddingService(_ => null));
        services.AddSingleton(new Inbox<ClusteredSample>(64));
        services.AddSingleton<ICauseClassifier, NoCauses>();
        services.AddSingleton<IUserCauses, NoUserCauses>();
        services.AddSingleton<IEmbeddingAdapter, PlainSpace>();
        services.AddErrorText();
        services.AddClustering();
        return services.BuildServiceProvider();
    }

    /// <summary>Feeds the items and a last success, and returns what came out before that one.</summary>
    private static async Task<List<ClusteredSample>> RunAsync(ServiceProvider services, params EmbeddedSample[] items)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var worker = services.GetRequiredService<ClustererWorker>();
        var inbox = services.GetRequiredService<Inbox<EmbeddedSample>>();
        await worker.StartAsync(limit.Token);
        foreach (var item in items.Append(new EmbeddedSample(Samples.Success(-1), null)))
        {
            await inbox.Writer.WriteAsync(item, limit.Token);
        }

        var taken = new List<ClusteredSample>();
        await foreach (var item in services.GetRequiredService<Inbox<ClusteredSample>>().Reader.ReadAllAsync(limit.Token))
        {
            if (item.Sample.EventId == "-1")
            {
                break;
            }

            taken.Add(item);
        }

        await worker.StopAsync(limit.Token);
        return taken;
    }
}
