using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Modules.Admin;
using Gateway.Modules.Admin.Access;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Admin;

/// <summary>The admin API on a real server, over doubles of the other modules, in front of a catch-all that stands for the proxy.</summary>
internal sealed class AdminFixture : IAsyncDisposable
{
    /// <summary>What the stand-in for the proxy answers.</summary>
    public const string Proxied = "proxied";

    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private AdminFixture(FixedOptions options, FakeTimeProvider time, int listeners, Action<IServiceCollection>? more)
    {
        Options = options;
        Time = time;
        Store = new InProcessPolicyStore(options.Section<StorageOptions>(), time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.WebHost.UseUrls([.. Enumerable.Repeat("http://127.0.0.1:0", listeners)]);
        builder.Services
            .AddSingleton<IOptionsMonitor<GatewayOptions>>(options).AddOptionSections()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IPolicyStore>(Store)
            .AddSingleton<IClusteringEngine>(Clusters)
            .AddSingleton<IClusterOperations>(Operations)
            .AddSingleton<ILivePolicies>(Live)
            .AddSingleton<IClusterFindings>(Findings)
            .AddSingleton<IKillSwitch>(KillSwitch)
            .AddSingleton<IAuditLog>(Audit)
            .AddSingleton<IRequestExplainer>(Explainer)
            .AddSingleton(new ContentRoot(Path.GetTempPath()))
            .AddSingleton<IOperatorConsole>(Console)
            .AddSingleton<IReadinessPart>(Model)
            .AddSingleton<IReadinessPart>(Bus)
            .AddAdmin();
        more?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapAdmin();
        _app.Map("/{**any}", () => Proxied);
        _client = new HttpClient();
    }

    public FixedOptions Options { get; }

    public FakeTimeProvider Time { get; }

    public InProcessPolicyStore Store { get; }

    public FakeClusters Clusters { get; } = new();

    public FakeOperations Operations { get; } = new();

    public FakeLivePolicies Live { get; } = new();

    public FakeFindings Findings { get; } = new();

    public FakeKillSwitch KillSwitch { get; } = new();

    public InProcessAuditLog Audit { get; } = new();

    public FakeExplainer Explainer { get; } = new();

    public FakeConsole Console { get; } = new();

    /// <summary>Whether writes carry the key, as an operator's do.</summary>
    public bool WritesWithKey { get; set; } = true;

    public FakePart Model { get; } = new("model") { State = new("loaded", "bge-small", true, null) };

    public FakePart Bus { get; } = new("bus");

    public IReadOnlyList<Uri> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Log => _app.Services.GetFakeLogCollector();

    public static AdminFixture Create(GatewayOptions? options = null, int listeners = 1, Action<IServiceCollection>? more = null) => new(
        new FixedOptions(options ?? new GatewayOptions()),
        new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)),
        listeners,
        more);

    public static async Task<AdminFixture> StartAsync(GatewayOptions? options = null, int listeners = 1)
    {
        var app = Create(options, listeners);
        await app.StartAsync();
        return app;
    }

    public Task StartAsync() => _app.StartAsync();

    public async Task<Answer> Send(string method, string path, string? body = null, int listener = 0,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Addresses[listener], path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (WritesWithKey && method is not ("GET" or "HEAD") && !request.Headers.Contains("X-Admin-Key"))
        {
            request.Headers.Add("X-Admin-Key", Services.GetRequiredService<AdminKey>().Current);
        }

        using var response = await _client.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.CacheControl?.NoStore ?? false,
            response.Headers.Location?.OriginalString,
            await response.Content.ReadAsStringAsync());
    }

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send("GET", path, headers: headers);

    public Task<Answer> Put(string path, string body, params (string Name, string Value)[] headers) =>
        Send("PUT", path, body, headers: headers);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Store.Dispose();
    }
}

internal sealed record Answer(int Status, string? ETag, string? MediaType, bool NoStore, string? Location, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public JsonArray Items => Json["items"]!.AsArray();

    public IEnumerable<string> Mistakes => Json["errors"]!.AsObject().Select(e => e.Key);
}
