using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class ProxyMetricsTests
{
    [Test]
    public async Task Forward_EachOutcome_IsCountedOnceByRouteAndOutcome()
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/bad" ? 500 : 204;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        var meters = gateway.Services.GetRequiredService<IMeterFactory>();
        using var requests = new MetricCollector<long>(meters, "Gateway.Proxy", MetricNames.Requests);
        using var durations = new MetricCollector<double>(meters, "Gateway.Proxy", MetricNames.RequestDuration);

        foreach (var path in new[] { "/ok", "/bad" })
        {
            using var response = await gateway.Client.GetAsync(path);
            await gateway.Outcomes.NextAsync();
        }

        var counted = requests.GetMeasurementSnapshot();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counted.Select(m => m.Value), Is.EqualTo(new long[] { 1, 1 }));
            Assert.That(counted.Select(m => m.Tags["outcome"]), Is.EqualTo(new object[] { "success", "upstream_error" }));
            Assert.That(counted.Select(m => m.Tags["route"]), Is.All.EqualTo("r"));
            Assert.That(durations.GetMeasurementSnapshot(), Has.Count.EqualTo(2));
            Assert.That(durations.Instrument!.Unit, Is.EqualTo("s"));
        }
    }
}
