using System.Threading.Channels;
using Gateway.Modules.ErrorText;
using Gateway.Modules.Sampling;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Sampling;

internal sealed class SamplerWorkerTests
{
    private TestBus _bus = null!;
    private ServiceProvider _services = null!;
    private IOutcomeInbox _inbox = null!;
    private MetricCollector<long> _dropped = null!;
    private MetricCollector<long> _events = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _bus = new TestBus();
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging()
            .AddFixedOptions(new GatewayOptions
            {
                Sampler = new SamplerOptions { MinimumPerSecond = 5, SamplingRate = 0.0001 },
                Diagnostics = new DiagnosticsOptions { RandomSeed = 1 },
            })
            .AddSingleton<IEventBus>(_bus)
            .AddSingleton(new ReplicaIdentity("r1"))
            .AddErrorText()
            .AddSampling()
            .BuildServiceProvider();
        var meters = _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        _dropped = new MetricCollector<long>(meters, "Gateway.Sampling", "gateway_sampler_dropped");
        _events = new MetricCollector<long>(meters, "Gateway.Sampling", "gateway_events");
        _inbox = _services.GetRequiredService<IOutcomeInbox>();
        await Worker.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Worker.StopAsync(CancellationToken.None);
        _dropped.Dispose();
        _events.Dispose();
        await _services.DisposeAsync();
    }

    [Test]
    public async Task Run_FailedRequest_PublishesMaskedSampleAndReturnsTheBody()
    {
        var record = OutcomeRecords.Failed("""{"error":"timeout after 5012 ms"}""");
        record.PolicyId = "p-1";
        record.PolicyRole = PolicyRole.HoldOut;
        _inbox.TryWrite(record);

        var sample = await _bus.NextAsync();

        Assert.Multiple(() =>
        {
            Assert.That(sample.Error!.Masked, Is.EqualTo("timeout after {n} ms"));
            Assert.That(sample.Error.GuardKey, Is.EqualTo("5xx"));
            Assert.That((sample.EventId, sample.ReplicaId, sample.SnapshotRevision), Is.EqualTo(("r1-1", "r1", 3L)));
            Assert.That((sample.Weight, sample.LatencyMs, sample.Status, sample.GrpcStatus), Is.EqualTo((1.0, 12.5, 500, (int?)null)));
            Assert.That((sample.PolicyId, sample.PolicyRole, sample.Outcome),
                Is.EqualTo(("p-1", PolicyRole.HoldOut, RequestOutcome.UpstreamError)));
            Assert.That(sample.Dimensions, Does.Contain(new DimensionValue("route", "orders")));
            Assert.That(record.Body!.Length, Is.Zero);
        });
    }

    [TestCase(RequestOutcome.Success, 200, null, false)]
    [TestCase(RequestOutcome.Success, 422, "bad field", true)]
    [TestCase(RequestOutcome.Success, 404, null, false)]
    [TestCase(RequestOutcome.UpstreamError, 503, null, true)]
    [TestCase(RequestOutcome.TransportError, 502, null, true)]
    [TestCase(RequestOutcome.Timeout, 504, null, true)]
    [TestCase(RequestOutcome.Refused, 503, null, false)]
    [TestCase(RequestOutcome.ClientAborted, 499, "partial", false)]
    public async Task Run_Outcome_CarriesAnErrorOnlyWhereItIsOne(RequestOutcome outcome, int status, string? body, bool hasError)
    {
        _inbox.TryWrite(OutcomeRecords.Create(outcome: outcome, status: status, body: body));

        var sample = await _bus.NextAsync();

        Assert.That((sample.Error is not null, sample.Outcome), Is.EqualTo((hasError, outcome)));
    }

    [Test]
    public async Task Run_BeyondTheMinimum_DropsAndCountsTheRest()
    {
        for (var i = 0; i < 50; i++)
        {
            _inbox.TryWrite(OutcomeRecords.Create());
        }

        _inbox.TryWrite(OutcomeRecords.Failed("boom"));
        var samples = await _bus.TakeAsync(6);

        Assert.Multiple(() =>
        {
            Assert.That(samples[^1].Error!.Masked, Is.EqualTo("boom"), "the new error is taken all the same");
            Assert.That(_dropped.GetMeasurementSnapshot().Count(m => Equals(m.Tags["reason"], "not_sampled")), Is.EqualTo(45));
        });
    }

    [Test]
    public async Task Run_EventIds_AreNeverRepeated()
    {
        for (var i = 0; i < 5; i++)
        {
            _inbox.TryWrite(OutcomeRecords.Create());
        }

        Assert.That((await _bus.TakeAsync(5)).Select(s => s.EventId), Is.Unique);
    }

    [Test]
    public async Task Run_BusGoneThenBroken_CountsAndGoesOn()
    {
        _bus.Gone = true;
        _inbox.TryWrite(OutcomeRecords.Create());
        await _bus.NextAsync();
        _bus.Gone = false;
        _bus.Broken = true;
        var broken = OutcomeRecords.Failed("boom");
        _inbox.TryWrite(broken);
        await _bus.NextAsync();
        _bus.Broken = false;
        _inbox.TryWrite(OutcomeRecords.Create());
        await _bus.NextAsync();
        await Worker.StopAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(_dropped.GetMeasurementSnapshot().Select(m => m.Tags["reason"]), Is.EqualTo(new[] { "bus", "failed" }));
            Assert.That(broken.Body!.Length, Is.Zero);
        });
    }

    [Test]
    public async Task Stop_BusFull_EndsReturnsTheBodiesAndCountsWhatWaited()
    {
        _bus.Full = true;
        var waiting = OutcomeRecords.Failed("first");
        var behind = OutcomeRecords.Failed("second");
        _inbox.TryWrite(waiting);
        _inbox.TryWrite(behind);
        await _bus.NextAsync();

        await Worker.StopAsync(CancellationToken.None);

        Assert.That((waiting.Body!.Length, behind.Body!.Length), Is.EqualTo((0, 0)));
        Assert.That(_dropped.GetMeasurementSnapshot().Select(m => m.Tags["reason"]), Is.EqualTo(new[] { "stopped", "stopped" }));
    }

    private BackgroundService Worker => _services.GetRequiredService<SamplerWorker>();

    /// <summary>A bus that shows what is published, and fails as told.</summary>
    private sealed class TestBus : IEventBus
    {
        private readonly Channel<OutcomeSample> _offered = Channel.CreateUnbounded<OutcomeSample>();

        public bool Gone { get; set; }

        public bool Broken { get; set; }

        public bool Full { get; set; }

        public string Name => "test";

        public bool Connected => !Gone;

        public async ValueTask<bool> PublishAsync(OutcomeSample sample, CancellationToken cancellationToken)
        {
            var (gone, broken) = (Gone, Broken);
            _offered.Writer.TryWrite(sample);
            if (Full)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return broken ? throw new InvalidOperationException("broken") : !gone;
        }

        public IAsyncEnumerable<OutcomeSample> ConsumeAsync(CancellationToken cancellationToken) =>
            _offered.Reader.ReadAllAsync(cancellationToken);

        public async Task<OutcomeSample> NextAsync() => await _offered.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        public async Task<List<OutcomeSample>> TakeAsync(int count)
        {
            var samples = new List<OutcomeSample>();
            while (samples.Count < count)
            {
                samples.Add(await NextAsync());
            }

            return samples;
        }
    }
}
