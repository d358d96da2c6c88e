using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Admission;

public sealed class BusyAnswerTests
{
    [Test]
    public async Task Forward_OnePrincipalHoldsItsShare_IsAnsweredBusyWhileOthersPass()
    {
        var release = new TaskCompletionSource();
        var held = 0;
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            if (context.Request.Path == "/slow")
            {
                Interlocked.Increment(ref held);
                await release.Task;
            }

            await context.Response.WriteAsync("ok");
        });
        var options = new GatewayOptions
        {
            Server = new() { MaxConnectionsPerDestination = 6, MaxWaitForDestination = TimeSpan.Zero },
            Principal = new() { TrustHeaders = true },
        };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);
        var slow = Enumerable.Range(0, 3).Select(_ => SendAsync(gateway, "/slow", "greedy")).ToList();
        await GatewayFixture.UntilAsync(() => held == 3);

        using var busy = await SendAsync(gateway, "/", "greedy");
        using var other = await SendAsync(gateway, "/", "other");
        var seen = (await gateway.Outcomes.NextAsync()).Record;
        release.SetResult();
        foreach (var response in await Task.WhenAll(slow))
        {
            response.Dispose();
        }

        var problem = JsonNode.Parse(await busy.Content.ReadAsStringAsync())!;
        Assert.That((busy.StatusCode, other.StatusCode), Is.EqualTo((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK)));
        Assert.That(problem["type"]!.GetValue<string>(), Is.EqualTo("urn:llm-aware-gateway:busy"));
        Assert.That(busy.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((seen.Outcome, seen.PolicyId), Is.EqualTo((RequestOutcome.Refused, (string?)null)));
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayFixture gateway, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Api-Key", key);
        return await gateway.Client.SendAsync(request);
    }
}
