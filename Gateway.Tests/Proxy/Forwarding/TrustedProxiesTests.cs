using System.Net;
using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy;

public sealed class TrustedProxiesTests
{
    [TestCase("127.0.0.1", "203.0.113.9")]
    [TestCase("127.0.0.0/8", "203.0.113.9")]
    [TestCase("10.0.0.0/8", "127.0.0.1")]
    [TestCase(null, "127.0.0.1")]
    public async Task Forward_ForwardedFor_CountsFromTrustedProxiesOnly(string? trusted, string expected)
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync(context.Request.Headers["X-Forwarded-For"].ToString()));
        var options = new GatewayOptions { Server = new() { TrustedProxies = trusted is null ? [] : [trusted] } };
        await using var gateway = await TestGateway.InFrontOfAsync(upstream, options);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var response = await gateway.Client.SendAsync(request);
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(PrincipalName.OfAddress(seen.Record.ClientAddress), Is.EqualTo(expected));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.EndWith(expected));
    }

    [Test]
    public async Task Forward_ChainOfProxies_ClientIsTheFirstUntrustedOne()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        var options = new GatewayOptions { Server = new() { TrustedProxies = ["127.0.0.1", "10.0.0.0/8"] } };
        await using var gateway = await TestGateway.InFrontOfAsync(upstream, options);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "1.1.1.1, 203.0.113.9, 10.1.2.3");
        using var response = await gateway.Client.SendAsync(request);

        Assert.That((await gateway.Outcomes.NextAsync()).Record.ClientAddress, Is.EqualTo(IPAddress.Parse("203.0.113.9")));
    }
}
