using System.Net;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Shared.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class TrustedProxiesTests
{
    [TestCase("127.0.0.1", "203.0.113.9")]
    [TestCase("127.0.0.0/8", "203.0.113.9")]
    [TestCase("10.0.0.0/8", "127.0.0.1")]
    [TestCase(null, "127.0.0.1")]
    public async Task Forward_ForwardedFor_CountsFromTrustedProxiesOnly(string? trusted, string expected)
    {
        await using var upstream = await StubUpstream.StartAsync(
            context => context.Response.WriteAsync(context.Request.Headers["X-Forwarded-For"].ToString()));
        var options = new GatewayOptions { Server = new() { TrustedProxies = trusted is null ? [] : [trusted] } };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);

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
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "1.1.1.1, 203.0.113.9, 10.1.2.3");
        using var response = await gateway.Client.SendAsync(request);

        Assert.That((await gateway.Outcomes.NextAsync()).Record.ClientAddress, Is.EqualTo(IPAddress.Parse("203.0.113.9")));
    }

    [TestCase("X-Forwarded-For", null, true)]
    [TestCase("Forwarded", null, true)]
    [TestCase("X-Forwarded-For", "10.0.0.0/8", true)]
    [TestCase("X-Forwarded-For", "127.0.0.1", false)]
    [TestCase("Forwarded", "127.0.0.1", true, TestName = "Forward_TrustedProxyThatNamesNobody_IsNoPrincipal")]
    [TestCase("X-Client", null, false)]
    public async Task Forward_UnknownProxy_IsNoPrincipal(string header, string? trusted, bool isProxy)
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        var options = new GatewayOptions { Server = new() { TrustedProxies = trusted is null ? [] : [trusted] } };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(header, header == "Forwarded" ? "for=203.0.113.9" : "203.0.113.9");
        using var response = await gateway.Client.SendAsync(request);
        var record = (await gateway.Outcomes.NextAsync()).Record;

        Assert.That(PrincipalName.Of(in record, new PrincipalOptions()) == PrincipalName.Nobody, Is.EqualTo(isProxy));
    }

    [Test]
    public async Task Forward_LeftOversAfterATrustedProxy_AreTheClientsOwn()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            new GatewayOptions { Server = new() { TrustedProxies = ["127.0.0.1"] } });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "1.1.1.1, 203.0.113.9");
        request.Headers.Add("Forwarded", "for=9.9.9.9");
        using var response = await gateway.Client.SendAsync(request);
        var record = (await gateway.Outcomes.NextAsync()).Record;

        Assert.That(PrincipalName.Of(in record, new PrincipalOptions()), Is.EqualTo("203.0.113.9"));
    }

    [Test]
    public async Task Forward_UnknownProxyWithATrustedKey_IsThePrincipalOfTheKey()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            new GatewayOptions { Principal = new() { TrustHeaders = true } });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Api-Key", "k-1");
        using var response = await gateway.Client.SendAsync(request);
        var record = (await gateway.Outcomes.NextAsync()).Record;

        Assert.That(PrincipalName.Of(in record, new PrincipalOptions()), Is.EqualTo(PrincipalName.OfKey("k-1")));
    }

    [Test]
    public void Say_OverAnHour_WarnsOnceAndNamesTheSetting()
    {
        var logger = new FakeLogger<UnknownProxyWarning>();
        var time = new FakeTimeProvider();
        var warning = new UnknownProxyWarning(logger, time);
        for (var minute = 0; minute < 60; minute++)
        {
            warning.Say(IPAddress.Loopback);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(logger.Collector.Count, Is.EqualTo(1));
        Assert.That(logger.LatestRecord.Message, Does.Contain("127.0.0.1").And.Contain("Server:TrustedProxies"));
        warning.Say(IPAddress.Loopback);
        Assert.That(logger.Collector.Count, Is.EqualTo(2));
    }
}
