using System.Diagnostics.Metrics;

namespace Gateway.Tests.Telemetry;

public sealed class ScrapeTests
{
    [Test]
    public async Task Scrape_EveryInstrument_HasTheContractsName()
    {
        await using var app = await MetricsFixture.StartAsync();
        Record(app);
        var scrape = await app.ScrapeAsync();
        var expected = ContractMetrics.Labels.Keys
            .SelectMany(n => ContractMetrics.Histograms.Contains(n) ? [n + "_bucket", n + "_sum", n + "_count"] : new[] { n });
        Assert.That(scrape.Names, Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Scrape_Values_AreTheLatest()
    {
        await using var app = await MetricsFixture.StartAsync();
        var requests = app.CreateMeter("Gateway.Proxy").CreateCounter<long>(MetricNames.Requests);
        var labels = new[] { Tag("route", "orders"), Tag("outcome", "success") };
        requests.Add(3, labels);
        Assert.That((await app.ScrapeAsync()).Value("gateway_requests_total", "outcome=\"success\",route=\"orders\""), Is.EqualTo(3));
        requests.Add(2, labels);
        Assert.That((await app.ScrapeAsync()).Value("gateway_requests_total", "outcome=\"success\",route=\"orders\""), Is.EqualTo(5));
    }

    [TestCase(MetricNames.RequestDuration, "gateway_request_duration_seconds", 0.2, 0.25)]
    [TestCase(MetricNames.Embedding, "gateway_embedding_seconds", 0.0022, 0.003)]
    [TestCase(MetricNames.PipelineLag, "gateway_pipeline_lag_seconds", 0.04, 0.05)]
    public async Task Scrape_Histogram_HasBucketsInSeconds(string instrument, string metric, double value, double bound)
    {
        await using var app = await MetricsFixture.StartAsync();
        app.CreateMeter("Gateway.Any").CreateHistogram<double>(instrument, "s").Record(value);
        var first = (await app.ScrapeAsync()).Samples.First(s => s.Name == metric + "_bucket" && s.Value > 0);
        Assert.That(first.Labels, Is.EqualTo(FormattableString.Invariant($"le=\"{bound}\"")));
    }

    [Test]
    public async Task Scrape_OtherMeters_AreNotServed()
    {
        await using var app = await MetricsFixture.StartAsync();
        app.CreateMeter("Elsewhere").CreateCounter<long>("other").Add(1);
        app.CreateMeter("Gateway.Mine").CreateCounter<long>("mine").Add(1);
        Assert.That((await app.ScrapeAsync()).Names, Is.EqualTo(new[] { "mine_total" }));
    }

    [Test]
    public async Task Scrape_TwoGatewaysInOneProcess_EachServesItsOwn()
    {
        await using var one = await MetricsFixture.StartAsync();
        await using var two = await MetricsFixture.StartAsync();
        one.CreateMeter("Gateway.Sampling").CreateCounter<long>(MetricNames.Events).Add(1);
        two.CreateMeter("Gateway.Sampling").CreateCounter<long>(MetricNames.Events).Add(20);
        Assert.That((await one.ScrapeAsync()).Value("gateway_events_total"), Is.EqualTo(1));
        Assert.That((await two.ScrapeAsync()).Value("gateway_events_total"), Is.EqualTo(20));
    }

    [Test]
    public async Task Scrape_Disabled_CollectsNothing()
    {
        await using var app = await MetricsFixture.StartAsync(new MetricsOptions { Enabled = false });
        var counter = app.CreateMeter("Gateway.Sampling").CreateCounter<long>(MetricNames.Events);
        Assert.That(counter.Enabled, Is.False);
    }

    [TestCase("GET", "/")]
    [TestCase("GET", "/admin/stats")]
    [TestCase("GET", "/api/test")]
    [TestCase("GET", "/metrics/more")]
    [TestCase("GET", "/METRICS")]
    [TestCase("POST", "/metrics")]
    public async Task MetricsListener_AnythingElse_IsNotFoundWhateverTheHostHeader(string method, string path)
    {
        await using var app = await MetricsFixture.StartAsync();
        foreach (var host in new[] { null, app.Proxy.Authority, "gateway.example" })
        {
            var (status, text) = await app.Send(method, app.Metrics, path, host);
            Assert.That((status, text), Is.EqualTo((404, "")));
        }
    }

    [Test]
    public async Task MetricsListener_ForeignHostHeader_StillServesTheScrape()
    {
        await using var app = await MetricsFixture.StartAsync();
        Record(app);
        var (status, text) = await app.Send("GET", app.Metrics, "/metrics", app.Proxy.Authority);
        Assert.That(status, Is.EqualTo(200));
        Assert.That(text, Does.Contain("gateway_requests_total"));
    }

    [Test]
    public async Task ProxyListener_MetricsPath_IsTheUpstreamsWhateverTheHostHeader()
    {
        await using var app = await MetricsFixture.StartAsync();
        foreach (var host in new[] { null, app.Metrics.Authority })
        {
            Assert.That(await app.Send("GET", app.Proxy, "/metrics", host), Is.EqualTo((200, MetricsFixture.Proxied)));
        }
    }

    [Test]
    public async Task Path_Moved_IsServedThereOnly()
    {
        await using var app = await MetricsFixture.StartAsync(new MetricsOptions { Path = "/internal/scrape" });
        Record(app);
        Assert.That((await app.ScrapeAsync("/internal/scrape")).Samples, Is.Not.Empty);
        Assert.That((await app.Send("GET", app.Metrics, "/metrics")).Status, Is.EqualTo(404));
    }

    /// <summary>
    /// Makes every instrument in the way that gives it the contract's name: seconds and bytes carry the unit, nothing else carries one.
    /// </summary>
    private static void Record(MetricsFixture app)
    {
        var meter = app.CreateMeter("Gateway.Test");
        meter.CreateCounter<long>(MetricNames.Requests).Add(1, Tag("route", "orders"), Tag("outcome", "success"));
        meter.CreateHistogram<double>(MetricNames.RequestDuration, "s").Record(0.1, Tag("route", "orders"), Tag("outcome", "success"));
        meter.CreateCounter<long>(MetricNames.BusyAnswers).Add(1);
        meter.CreateObservableGauge(MetricNames.WaitingRequests, () => 3);
        meter.CreateCounter<long>(MetricNames.Refusals).Add(1, Tag("action", "break"), Tag("reason", "open"));
        meter.CreateCounter<long>(MetricNames.ShadowRefusals).Add(1, Tag("action", "break"), Tag("reason", "open"));
        meter.CreateObservableCounter(
            MetricNames.Rerouted, () => new Measurement<long>(1, Tag("route", "orders"), Tag("reason", "policy")));
        meter.CreateObservableCounter(MetricNames.Retries, () => new Measurement<long>(1, Tag("route", "orders")));
        meter.CreateObservableCounter(MetricNames.RepeatsLeftOut, () => new Measurement<long>(1, Tag("route", "orders")));
        meter.CreateObservableGauge(MetricNames.EjectedDestinations, () => new Measurement<int>(1, Tag("upstream", "users")));
        meter.CreateCounter<long>(MetricNames.RateLimitHits).Add(1, Tag("cluster", "c-1"));
        meter.CreateObservableGauge(MetricNames.BreakerState, () => new Measurement<int>(1, Tag("cluster", "c-1")));
        meter.CreateObservableGauge(MetricNames.ClusterSize, () => new Measurement<double>(41, Tag("cluster", "c-1")));
        meter.CreateObservableGauge(MetricNames.ClusterSeverity, () => new Measurement<double>(0.7, Tag("cluster", "c-1")));
        meter.CreateObservableGauge(MetricNames.FalseKillRatio, () => new Measurement<double>(0.01, Tag("policy", "p-1")));
        meter.CreateHistogram<double>(MetricNames.Embedding, "s").Record(0.004, Tag("model", "bge"));
        meter.CreateCounter<long>(MetricNames.EmbeddingCacheHits).Add(1);
        meter.CreateCounter<long>(MetricNames.EmbeddingDeferred).Add(1, Tag("reason", "no_room"));
        meter.CreateCounter<long>(MetricNames.Events).Add(1);
        meter.CreateHistogram<double>(MetricNames.PipelineLag, "s").Record(0.02);
        meter.CreateCounter<long>(MetricNames.SamplerDropped).Add(1, Tag("reason", "inbox_full"));
        meter.CreateCounter<long>(MetricNames.AttributionCutShort).Add(1);
        meter.CreateObservableGauge(MetricNames.AttributionRows, () => 100L);
        meter.CreateObservableGauge(MetricNames.AttributionBytes, () => 40_000L, unit: "By");
        meter.CreateCounter<long>(MetricNames.PoliciesNoRoom).Add(1);
        meter.CreateCounter<long>(MetricNames.DimensionsFolded).Add(1, Tag("reason", "value"));
        meter.CreateObservableGauge(MetricNames.StoreConnected, () => new Measurement<int>(1, Tag("store", "in-process")));
        meter.CreateObservableCounter(MetricNames.WorkerRestarts, () => new Measurement<long>(1, Tag("worker", "sampler")));
        meter.CreateCounter<long>(MetricNames.LimiterEvicted).Add(1);
        meter.CreateObservableCounter(MetricNames.LogDropped, () => 1L);
        meter.CreateObservableCounter(MetricNames.AdminDenied, () => new Measurement<long>(1, Tag("reason", "wrong_key")));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
