using System.Net;
using Gateway.Host;
using Gateway.Modules.Limiting;
using Gateway.Modules.Proxy;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Proxy.Forwarding;

/// <summary>The proxy on free loopback ports, its neighbours replaced by doubles.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayFixture(WebApplication app) => _app = app;

    public RecordingInbox Outcomes { get; private init; } = new();

    public DictionaryMap Clusters { get; private init; } = new();

    public ScriptedBreaker Breaker { get; private init; } = new();

    public HttpClient Client { get; private init; } = new();

    public Uri Http1 { get; private init; } = new("http://localhost");

    public Uri Http2 { get; private init; } = new("http://localhost");

    public IServiceProvider Services => _app.Services;

    /// <summary>A gateway with one route, <c>r</c>, for everything.</summary>
    public static Task<GatewayFixture> InFrontOfAsync(
        StubUpstream upstream,
        GatewayOptions? options = null,
        Policy? policy = null,
        TimeProvider? time = null,
        params (string Key, string Value)[] settings) =>
        StartAsync(options, policy, time,
            [
                ("ReverseProxy:Routes:r:ClusterId", "u"),
                ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
                ("ReverseProxy:Clusters:u:Destinations:d:Address", upstream.Address),
                .. settings,
            ]);

    public static Task<GatewayFixture> StartAsync(
        GatewayOptions? options,
        Policy? policy,
        TimeProvider? time,
        params (string Key, string Value)[] settings) => StartAsync(options, policy, time, null, settings);

    /// <param name="replace">Services in place of the usual ones.</param>
    public static async Task<GatewayFixture> StartAsync(
        GatewayOptions? options,
        Policy? policy,
        TimeProvider? time,
        Action<IServiceCollection>? replace,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            settings.GroupBy(s => s.Key).Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Last().Value)));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            GatewayListeners.SetDefaults(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });

        var outcomes = new RecordingInbox();
        var clusters = new DictionaryMap();
        var breaker = new ScriptedBreaker();
        var stored = policy is null ? PolicySet.Empty : new PolicySet(3, [new StoredPolicy(policy, 1, TimeSpan.FromHours(1))]);
        builder.Services.AddFixedOptions(options);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IOutcomeInbox>(outcomes);
        builder.Services.AddSingleton<IErrorTextReader, PlainTextReader>();
        builder.Services.AddSingleton<IFingerprintMap>(clusters);
        builder.Services.AddSingleton<IPolicyStore>(new FixedPolicyStore(stored));
        builder.Services.AddSingleton<ICircuitBreakerFactory>(breaker);
        builder.Services.AddLimiting();
        builder.Services.AddProxy(builder.Configuration);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseRoutePolicies();
        app.MapProxy();
        await app.StartAsync();
        await UntilAsync(() => app.Services.GetRequiredService<PolicySnapshotSource>().Current.Revision == stored.Revision);
        var addresses = StubUpstream.AddressesOf(app);
        return new GatewayFixture(app)
        {
            Outcomes = outcomes,
            Clusters = clusters,
            Breaker = breaker,
            Http1 = new Uri(addresses[0]),
            Http2 = new Uri(addresses[1]),
            Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false })
            {
                BaseAddress = new Uri(addresses[0]),
                Timeout = TimeSpan.FromSeconds(30),
            },
        };
    }

    /// <summary>Waits for what happens in the background; fails the test when it does not.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.That(i, Is.LessThan(2000), "It did not happen within 20 s.");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
