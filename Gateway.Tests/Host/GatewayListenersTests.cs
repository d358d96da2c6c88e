using System.Net;
using Gateway.Host;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Telemetry;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Host;

public sealed class GatewayListenersTests
{
    [Test]
    public async Task Listener_Metrics_ServesTheScrapeOnly()
    {
        await using var app = await StartAsync(
            new GatewayOptions { Server = new() { Host = "localhost", Port = 0 }, Metrics = new() { Port = 0 } });
        var addresses = app.Services.GetRequiredService<GatewayListeners>().Bound.ToDictionary(b => b.Role, b => $"http://{b.EndPoint}");
        Assert.That(addresses.Keys, Is.EqualTo([ListenerRole.Proxy, ListenerRole.Metrics]));
        using var client = new HttpClient();
        using var scrape = await client.GetAsync(new Uri(addresses[ListenerRole.Metrics] + "/metrics"));
        using var other = await client.GetAsync(new Uri(addresses[ListenerRole.Metrics] + "/"));
        Assert.That(scrape.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await client.GetStringAsync(new Uri(addresses[ListenerRole.Proxy] + "/metrics")), Is.EqualTo("HTTP/1.1"));
    }

    [Test]
    public async Task Listener_MetricsHost_ListensThereAndTheProxyWhereItDid()
    {
        await using var app = await StartAsync(new GatewayOptions
        {
            Server = new() { Host = "127.0.0.1", Port = 0 },
            Metrics = new() { Host = "127.0.0.2", Port = 0 },
        });
        var bound = app.Services.GetRequiredService<GatewayListeners>().Bound.ToDictionary(b => b.Role, b => (IPEndPoint)b.EndPoint);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bound[ListenerRole.Proxy].Address, Is.EqualTo(IPAddress.Loopback));
            Assert.That(bound[ListenerRole.Metrics].Address, Is.EqualTo(IPAddress.Parse("127.0.0.2")));
        }
    }

    [Test]
    public async Task Listener_MetricsOff_IsNotThere()
    {
        await using var app = await StartAsync(
            new GatewayOptions { Server = new() { Host = "127.0.0.1", Port = 0 }, Metrics = new() { Enabled = false } });
        Assert.That(app.Services.GetRequiredService<GatewayListeners>().Bound.Select(b => b.Role), Is.EqualTo([ListenerRole.Proxy]));
    }

    [Test]
    public async Task Listener_EveryAddress_TakesIPv4()
    {
        await using var app = await StartAsync(new GatewayOptions { Server = new() { Port = 0 }, Metrics = new() { Enabled = false } });
        var port = ((IPEndPoint)app.Services.GetRequiredService<GatewayListeners>().Bound.Single().EndPoint).Port;
        using var client = new HttpClient();
        Assert.That(await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/")), Is.EqualTo("HTTP/1.1"));
    }

    [Test]
    public async Task Listener_Http2Port_SpeaksItWithPriorKnowledge()
    {
        var port = LoopbackPort.Free();
        await using var app = await StartAsync(
            new GatewayOptions { Server = new() { Host = "127.0.0.1", Port = 0, Http2Port = port }, Metrics = new() { Enabled = false } });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("HTTP/2"));
    }

    private static async Task<WebApplication> StartAsync(GatewayOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        GatewayListeners.AddTo(builder, options);
        builder.Services.AddRouting().AddTelemetry().AddFixedOptions(options);
        var app = builder.Build();
        app.UseTelemetry();
        app.Run(context => context.Response.WriteAsync(context.Request.Protocol));
        await app.StartAsync();
        return app;
    }
}
