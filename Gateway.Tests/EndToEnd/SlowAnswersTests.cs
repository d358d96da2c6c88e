using Gateway.Tests.Doubles;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.EndToEnd;

/// <summary>A route whose answers come late for some requests, and the whole program in front of it.</summary>
internal sealed class SlowAnswersTests
{
    private const int MostRounds = 100;

    [Test]
    public async Task Route_SomeRequestsAreAnsweredLate_TheyAreFoundAndNeverBroken()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await Task.Delay(context.Request.Query.ContainsKey("lag") ? 900 : 0);
            await context.Response.WriteAsync("ok");
        });
        using var gateway = await GatewayProcess.StartAsync(Repository.PathOf("appsettings.json"),
            "--ReverseProxy:Routes:orders:ClusterId=shop",
            "--ReverseProxy:Routes:orders:Match:Path=/orders/{**rest}",
            "--ReverseProxy:Routes:orders:Metadata:SlowAfter=600ms",
            $"--ReverseProxy:Clusters:shop:Destinations:a:Address={upstream.Address}");
        using var client = new HttpClient { BaseAddress = gateway.Address };
        for (var round = 0; (await gateway.ItemsAsync("/admin/policies")).Count == 0; round++)
        {
            Assert.That(round, Is.LessThan(MostRounds), gateway.Output);
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(i => client.GetStringAsync(i % 2 == 0 ? "/orders/1?lag=yes" : "/orders/1")));
            Assert.That(answers, Is.All.EqualTo("ok"), "the client's answer is untouched");
        }

        var policy = (await gateway.ItemsAsync("/admin/policies")).Single();
        var cluster = (await gateway.ItemsAsync("/admin/clusters")).Single();
        var scrape = await gateway.ScrapeAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policy.GetProperty("scopeText").GetString(), Does.Contain("query:lag=yes"));
            Assert.That(policy.GetProperty("action").GetString(), Is.EqualTo("Limit"));
            Assert.That(cluster.GetProperty("label").GetString(), Is.EqualTo("slow answers of orders"));
            Assert.That(cluster.GetProperty("kind").GetString(), Is.EqualTo("Overload"));
            Assert.That(scrape.Value("gateway_requests_total", "outcome=\"slow\",route=\"orders\""), Is.GreaterThanOrEqualTo(15));
        }
    }
}
