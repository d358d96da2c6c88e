using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Proxy.Forwarding;

/// <summary>A real upstream on a free loopback port.</summary>
internal sealed class StubUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubUpstream(WebApplication app) => _app = app;

    public string Address { get; private init; } = "";

    public static Task<StubUpstream> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(app =>
        {
            app.UseWebSockets();
            app.Run(answer);
        }, protocols);

    public static async Task<StubUpstream> StartAsync(
        Action<WebApplication> configure,
        HttpProtocols protocols,
        Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        configure(app);
        await app.StartAsync();
        return new StubUpstream(app) { Address = AddressesOf(app)[0] };
    }

    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. ((IApplicationBuilder)app).ServerFeatures.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
