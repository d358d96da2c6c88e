using System.Collections.Concurrent;
using Gateway.Tests.Doubles;
using Gateway.Tests.Policies;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Proxy.Rerouting;

/// <summary>One route, <c>r</c>, in front of the upstream <c>first</c> with <c>second</c> and <c>third</c> to fall back on.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _reached = new();
    private readonly List<StubUpstream> _upstreams = [];

    public GatewayFixture Gateway { get; private set; } = null!;

    public FakeClusters Meanings { get; } = new();

    /// <summary>What each upstream answers; 200 and its own name where nothing is said.</summary>
    public Dictionary<string, RequestDelegate> Answers { get; } = [];

    public PolicyView Policy => Gateway.Services.GetRequiredService<ILivePolicies>().GetAll().Single();

    public TrafficTotals Totals => Gateway.Services.GetRequiredService<ILivePolicies>().GetTotals();

    /// <param name="metadata">Of the route: <c>Fallback=second</c>.</param>
    public async Task<Site> StartAsync(
        string metadata, Policy? policy = null, GatewayOptions? options = null, TimeProvider? time = null,
        HttpProtocols protocols = HttpProtocols.Http1, params (string Key, string Value)[] settings)
    {
        var addresses = new List<(string, string)>();
        foreach (var name in (string[])["first", "second", "third"])
        {
            var upstream = await StubUpstream.StartAsync(context => AnswerAsync(name, context), protocols);
            _upstreams.Add(upstream);
            addresses.Add(($"ReverseProxy:Clusters:{name}:Destinations:d:Address", upstream.Address));
        }

        Gateway = await GatewayFixture.StartAsync(options, policy, time, services => services.AddSingleton<IClusteringEngine>(Meanings),
            [
                ("ReverseProxy:Routes:r:ClusterId", "first"), ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
                .. metadata.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(m => m.Split('='))
                    .Select(m => ($"ReverseProxy:Routes:r:Metadata:{m[0]}", m[1])),
                .. addresses,
                .. settings,
            ]);
        return this;
    }

    public static RequestDelegate Says(int status, string text = "") => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    };

    public int Reached(string upstream) => _reached.GetValueOrDefault(upstream);

    /// <summary>One of the counters of the gateway, as a scrape would find it.</summary>
    public double Count(string instrument, string? reason = null) =>
        Measurements.Of(Gateway.Services, instrument, reason is null ? "route" : "reason")
            .Single(m => m.Tag == (reason ?? "r")).Value;

    public async Task<(int Status, string Text)> SendAsync(HttpMethod? method = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/v1/chat") { Content = content };
        using var response = await Gateway.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var upstream in _upstreams)
        {
            await upstream.DisposeAsync();
        }
    }

    private Task AnswerAsync(string name, HttpContext context)
    {
        _reached.AddOrUpdate(name, 1, (_, n) => n + 1);
        return Answers.TryGetValue(name, out var answer) ? answer(context) : context.Response.WriteAsync(name);
    }
}
