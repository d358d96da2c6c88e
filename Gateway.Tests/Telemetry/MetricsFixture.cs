using System.Diagnostics.Metrics;
using System.Net;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Telemetry;

/// <summary>A server with two listeners, the second one for metrics, in front of a catch-all that stands for the proxy.</summary>
internal sealed class MetricsFixture : IAsyncDisposable
{
    public const string Proxied = "proxied";

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private MetricsFixture(MetricsOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.ServeMetricsOnly());
        });
        builder.Services
            .AddFixedOptions(new GatewayOptions { Metrics = options })
            .AddTelemetry();
        _app = builder.Build();
        _app.UseTelemetry();
        _app.Map("/{**any}", () => Proxied);
        _app.Map("/admin/stats", () => "admin");
    }

    public Uri Proxy => Addresses[0];

    public Uri Metrics => Addresses[1];

    private Uri[] Addresses => [.. _app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    public static async Task<MetricsFixture> StartAsync(MetricsOptions? options = null)
    {
        var app = new MetricsFixture(options ?? new MetricsOptions());
        await app._app.StartAsync();
        return app;
    }

    public Meter CreateMeter(string name) => _app.Services.GetRequiredService<IMeterFactory>().Create(name);

    public async Task<(int Status, string Text)> Send(string method, Uri address, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, path));
        request.Headers.Host = host;
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<Scrape> ScrapeAsync(string path = "/metrics")
    {
        var (status, text) = await Send("GET", Metrics, path);
        Assert.That(status, Is.EqualTo(200));
        return Scrape.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
