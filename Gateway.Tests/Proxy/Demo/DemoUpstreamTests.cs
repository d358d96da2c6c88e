using System.Net;
using System.Text.Json;
using Gateway.Tests.Proxy.Forwarding;

namespace Gateway.Tests.Proxy.Demo;

public sealed class DemoUpstreamTests
{
    [Test]
    public async Task Forward_NoRouteConfigured_DemoUpstreamAnswersThroughTheProxy()
    {
        await using var gateway = await GatewayFixture.StartAsync(null, null, null);

        using var response = await gateway.Client.GetAsync("/api/test");
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(seen.Record.Route, Is.EqualTo("demo"));
            Assert.That(seen.Record.Upstream, Is.EqualTo("demo"));
            Assert.That(seen.Record.Destination, Is.EqualTo("demo"));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        }
    }

    [Test]
    public async Task Forward_SimulatedError_IsARealErrorWhoseWordsVary()
    {
        await using var gateway = await GatewayFixture.StartAsync(new GatewayOptions { Diagnostics = new() { RandomSeed = 7 } },
            null, null);

        var messages = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            using var response = await gateway.Client.GetAsync("/api/test?simulate_error=true");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            messages.Add(body.RootElement.GetProperty("error").GetProperty("message").GetString()!);
            Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        }

        Assert.That(messages, Has.Count.GreaterThan(2).And.All.Contains("could not connect to database server"));
    }

    [Test]
    public async Task Forward_RoutesConfigured_ThereIsNoDemo()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.Body.FlushAsync());
        await using var gateway = await GatewayFixture.StartAsync(null, null, null,
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "/mine"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/test");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
