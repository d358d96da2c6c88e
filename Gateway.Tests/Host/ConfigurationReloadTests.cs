using System.Net;
using Gateway.Host.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Host;

/// <summary>A real YARP proxy on the last-good configuration, with real files that change under it.</summary>
public sealed class ConfigurationReloadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ConfigurationFolder _folder = null!;
    private WebApplication _upstream = null!;
    private WebApplication _proxy = null!;
    private HttpClient _client = null!;

    public static IEnumerable<TestCaseData> BadReloads =>
    [
        Bad("truncated", (path, good) => File.WriteAllText(path, good[..(good.Length / 2)])),
        Bad("deleted", (path, _) => File.Delete(path)),
        Bad("empty", (path, _) => File.WriteAllText(path, "")),
        Bad("wrong type", (path, good) => File.WriteAllText(path, good.Replace("100", "\"many\"", StringComparison.Ordinal))),
        Bad("no routes", (path, _) => File.WriteAllText(path, "{}")),
        Bad("bad route", (path, good) => File.WriteAllText(path, good.Replace("/api/", "/{", StringComparison.Ordinal))),
    ];

    [SetUp]
    public async Task StartAsync()
    {
        _upstream = Empty();
        _upstream.Run(context => context.Response.WriteAsync("upstream " + context.Request.Path));
        await _upstream.StartAsync();

        _folder = new ConfigurationFolder(Content("/api/{**rest}", 100));
        var start = await StartConfiguration.LoadAsync(["--config", _folder.FilePath]);
        Assert.That(start.Reading.Mistakes, Is.Empty);
        _proxy = Empty(builder =>
        {
            start.AddTo(builder);
            builder.Services.AddSingleton(TimeProvider.System).AddFakeLogging();
            builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        });
        _proxy.MapReverseProxy();
        await _proxy.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_proxy.Urls.Single()) };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(BadReloads))]
    public async Task Reload_BadFile_KeepsTheRunningConfigurationUntilAGoodOneComes(Action<string, string> damage)
    {
        damage(_folder.FilePath, Content("/api/{**rest}", 100));
        await UntilAsync(() => Logged(8003).Any());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatusAsync("/api/x"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(Options.CurrentValue.Breaker.FailureThreshold, Is.EqualTo(100));
            Assert.That(_proxy.Configuration["Gateway:Breaker:FailureThreshold"], Is.EqualTo("100"));
            Assert.That(Logged(8002), Is.Empty);
        }

        _folder.Replace(Content("/v2/{**rest}", 200));
        await UntilAsync(() => Options.CurrentValue.Breaker.FailureThreshold == 200);
        await UntilAsync(async () => await StatusAsync("/v2/x") == HttpStatusCode.OK);
        Assert.That(await StatusAsync("/api/x"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Reload_ManyMistakes_LogsEachOnce()
    {
        _folder.Replace("""{ "Gateway": { "Server": { "Port": "x" }, "Admin": { "ApiKey": "hunter2" } } }""");
        await UntilAsync(() => Logged(8003).Count() >= 2);
        await Task.Delay(4 * ConfigurationReloadWorker.PollInterval);
        var lines = Logged(8003).Select(l => l.Message).ToList();
        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines, Has.One.Contains("Gateway:Server:Port: must be a whole number (is x)"));
        Assert.That(lines, Has.None.Contains("hunter2"));
    }

    [Test]
    public async Task Reload_GoodFile_TellsListenersAndNamesWhatWaitsForAStart()
    {
        GatewayOptions? told = null;
        using var subscription = Options.OnChange((options, _) => told = options);
        _folder.Replace(Content("/api/{**rest}", 300, port: 7777));
        await UntilAsync(() => told is not null);
        Assert.That(told!.Breaker.FailureThreshold, Is.EqualTo(300));
        await UntilAsync(() => Logged(8004).Any());
        Assert.That(
            Logged(8004).Select(l => l.Message),
            Is.EqualTo(["Gateway:Server:Port has changed; it takes effect at the next start"]));
    }

    [Test]
    public async Task Reload_LinkSwappedAsKubernetesDoes_IsSeenWithoutANotice()
    {
        var older = Directory.CreateDirectory(Path.Combine(_folder.Path, "older")).FullName;
        var newer = Directory.CreateDirectory(Path.Combine(_folder.Path, "newer")).FullName;
        var link = Path.Combine(_folder.Path, "..data");
        File.WriteAllText(Path.Combine(older, ConfigurationFile.DefaultName), Content("/api/{**rest}", 400));
        File.WriteAllText(Path.Combine(newer, ConfigurationFile.DefaultName), Content("/api/{**rest}", 500));
        Directory.CreateSymbolicLink(link, older);
        File.Delete(_folder.FilePath);
        File.CreateSymbolicLink(_folder.FilePath, Path.Combine("..data", ConfigurationFile.DefaultName));
        await UntilAsync(() => Options.CurrentValue.Breaker.FailureThreshold == 400);

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, newer);
        await UntilAsync(() => Options.CurrentValue.Breaker.FailureThreshold == 500);
    }

    private IOptionsMonitor<GatewayOptions> Options => _proxy.Services.GetRequiredService<IOptionsMonitor<GatewayOptions>>();

    private IEnumerable<FakeLogRecord> Logged(int eventId) =>
        _proxy.Services.GetRequiredService<FakeLogCollector>().GetSnapshot().Where(r => r.Id.Id == eventId);

    private string Content(string path, int threshold, int port = 8080) => $$$"""
        { "Gateway": { "Server": { "Port": {{{port}}} }, "Breaker": { "FailureThreshold": {{{threshold}}} } },
          "ReverseProxy": {
            "Routes": { "r": { "ClusterId": "c", "Match": { "Path": "{{{path}}}" } } },
            "Clusters": { "c": { "Destinations": { "d": { "Address": "{{{_upstream.Urls.Single()}}}/" } } } } } }
        """;

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }

    private static WebApplication Empty(Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        configure?.Invoke(builder);
        return builder.Build();
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(20, timeout.Token);
        }
    }

    private static TestCaseData Bad(string name, Action<string, string> damage) => new TestCaseData(damage).SetArgDisplayNames(name);
}
