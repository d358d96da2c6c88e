using System.Diagnostics.Metrics;
using System.Net;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Tests.Proxy.Forwarding.Routes;

public sealed class RoutePoliciesTests
{
    private static readonly string[] Keys = ["TimeoutPolicy", "CorsPolicy", "AuthorizationPolicy", "RateLimiterPolicy",
        "OutputCachePolicy"];

    [Test]
    public void MistakesOf_PoliciesThatOnlyCodeDefines_NamesEachKey()
    {
        var route = new RouteConfig
        {
            RouteId = "r",
            TimeoutPolicy = "a",
            CorsPolicy = "Default",
            AuthorizationPolicy = "Default",
            RateLimiterPolicy = "x",
            OutputCachePolicy = "y",
        };
        var mistakes = RoutePolicies.MistakesOf(route).Select(m => m.Message).ToList();
        Assert.That(mistakes.Select(m => m.Split(' ')[2]), Is.EqualTo(Keys));
    }

    [TestCase("CorsPolicy", "disable")]
    [TestCase("AuthorizationPolicy", "anonymous")]
    [TestCase("RateLimiterPolicy", "Disable")]
    [TestCase("TimeoutPolicy", "Disable")]
    [TestCase("Timeout", "00:00:30")]
    public async Task Forward_RouteWithASupportedPolicy_Serves(string key, string value)
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: ($"ReverseProxy:Routes:r:{key}", value));
        Assert.That(await gateway.Client.GetStringAsync("/"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task Forward_TimeoutOfTheRoute_IsA504AndATimeout()
    {
        await using var upstream = await StubUpstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Routes:r:Timeout", "00:00:00.200"));
        using var response = await gateway.Client.GetAsync("/");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Timeout));
    }

    [Test]
    public async Task Count_RequestsThatNoRouteTakes_StandUnderNone()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: [("ReverseProxy:Routes:r:Match:Path", "/here"), ("ReverseProxy:Routes:r:Match:Methods:0", "GET")]);
        var counted = new List<string>();
        using var listener = Listen(gateway.Services.GetRequiredService<IMeterFactory>(), counted);

        using var none = await gateway.Client.GetAsync("/elsewhere");
        using var method = await gateway.Client.DeleteAsync("/here");
        await gateway.Client.GetStringAsync("/here");
        await gateway.Outcomes.NextAsync();

        await GatewayFixture.UntilAsync(() => counted.Count == 3);
        Assert.That(counted, Is.EquivalentTo(["(none) refused", "(none) refused", "r success"]));
    }

    private static MeterListener Listen(IMeterFactory meters, List<string> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == MetricNames.Requests && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (counted)
            {
                counted.Add($"{tags[0].Value} {tags[1].Value}");
            }
        });
        listener.Start();
        return listener;
    }
}
