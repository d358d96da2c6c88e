using System.Net;
using System.Text.Json;
using Gateway.Tests.Doubles;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.EndToEnd;

/// <summary>A route whose answers come late for some requests, and the whole program in front of it.</summary>
internal sealed class SlowAnswersTests
{
    private const int MostRounds = 15;

    [Test]
    public async Task Route_SomeRequestsAreAnsweredLate_TheyAreFoundAndNeverBroken()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await Task.Delay(context.Request.Query.ContainsKey("lag") ? 4000 : 0);
            await context.Response.WriteAsync("ok");
        });
        using var gateway = await GatewayProcess.StartAsync(Repository.PathOf("appsettings.json"),
            "--ReverseProxy:Routes:orders:ClusterId=shop",
            "--ReverseProxy:Routes:orders:Match:Path=/orders/{**rest}",
            "--ReverseProxy:Routes:orders:Metadata:SlowAfter=3s",
            $"--ReverseProxy:Clusters:shop:Destinations:a:Address={upstream.Address}");
        using var client = new HttpClient { BaseAddress = gateway.Address };
        for (var i = 0; i < 30; i++)
        {
            await SendAsync(client, "/orders/1");
        }

        IReadOnlyList<JsonElement> policies = [];
        for (var round = 0; !policies.Any(p => ScopeOf(p).Contains("query:lag=yes", StringComparison.Ordinal)); round++)
        {
            Assert.That(round, Is.LessThan(MostRounds), gateway.Output);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendAsync(client, i % 2 == 0 ? "/orders/1?lag=yes" : "/orders/1")));
            policies = await gateway.ItemsAsync("/admin/policies");
        }

        var cluster = (await gateway.ItemsAsync("/admin/clusters")).Single();
        var scrape = await gateway.ScrapeAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(policies.Select(p => p.GetProperty("action").GetString()), Is.All.EqualTo("Limit"));
            Assert.That(cluster.GetProperty("label").GetString(), Is.EqualTo("slow answers of orders"));
            Assert.That(cluster.GetProperty("kind").GetString(), Is.EqualTo("Overload"));
            Assert.That(scrape.Value("gateway_requests_total", "outcome=\"slow\",route=\"orders\""), Is.GreaterThanOrEqualTo(10));
        }
    }

    private static string ScopeOf(JsonElement policy) => policy.GetProperty("scopeText").GetString()!;

    /// <summary>The client's answer is untouched, unless a limit that has just been found holds the request back.</summary>
    private static async Task SendAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.TooManyRequests));
        if (response.StatusCode == HttpStatusCode.OK)
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("ok"));
        }
    }
}
