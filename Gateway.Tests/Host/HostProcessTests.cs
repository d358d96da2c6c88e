using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Gateway.Tests.Host;

/// <summary>The program as its user meets it.</summary>
public sealed class HostProcessTests
{
    private static readonly string[] FreePorts = ["--Gateway:Server:Port=0", "--Gateway:Metrics:Port=0",
        "--Gateway:Server:DrainDelay=00:00:00"];

    [TestCaseSource(typeof(MalformedConfigurations), nameof(MalformedConfigurations.All))]
    public async Task Start_MalformedConfiguration_EndsWithEveryMistakeOnALineOfItsOwn(string content, string[] keys)
    {
        using var folder = new ConfigurationFolder(content);
        using var host = HostProcess.Start("--config", folder.FilePath);
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1));
        var lines = host.Errors.Split('\n').Skip(1).ToList();
        Assert.That(lines, Has.Count.EqualTo(keys.Length), host.Errors);
        foreach (var key in keys.Select(k => k == MalformedConfigurations.File ? folder.FilePath : k))
        {
            Assert.That(lines, Has.Some.StartsWith($"  {key}: "), host.Errors);
        }
    }

    [Test]
    public async Task Start_NamedFileIsMissing_SaysSo()
    {
        using var host = HostProcess.Start("--config", "/nowhere/appsettings.json", "--port=1");
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1));
        Assert.That(host.Errors, Does.Contain("/nowhere/appsettings.json: does not exist").And.Contain("--port=1: is not an argument"));
    }

    [Test]
    public async Task Start_PortInUse_SaysSoInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new ConfigurationFolder("{}");
        using var host = HostProcess.Start("--config", folder.FilePath, "--Gateway:Server:Host=127.0.0.1",
            $"--Gateway:Server:Port={((IPEndPoint)taken.LocalEndpoint).Port}", "--Gateway:Metrics:Port=0");
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1));
        Assert.That(host.Errors, Does.Contain("address already in use").And.Not.Contain("   at "));
        Assert.That(host.Errors.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(host.Output, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task Start_PortInUseWhileTheModelWorks_EndsInOrder()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var host = HostProcess.Start("--config", Repository.PathOf("appsettings.json"), "--Gateway:Server:Host=127.0.0.1",
            $"--Gateway:Server:Port={((IPEndPoint)taken.LocalEndpoint).Port}", "--Gateway:Metrics:Port=0");
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1), "the workers end before the model that they use");
        Assert.That(host.Errors.Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Start_EndpointWithoutItsCertificate_SaysSoInOneLine()
    {
        using var folder = new ConfigurationFolder("""{ "Kestrel": { "Endpoints": { "tls": { "Url": "https://127.0.0.1:0" } } } }""");
        using var host = HostProcess.Start(["--config", folder.FilePath, "--Gateway:Server:Host=127.0.0.1", .. FreePorts]);
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1));
        Assert.That(host.Errors, Does.StartWith("The gateway does not start: ").And.Contain("certificate").And.Not.Contain("   at "));
        Assert.That(host.Errors.Split('\n'), Has.Length.EqualTo(1));
    }

    [TestCase("Default", "Information", false)]
    [TestCase("Default", "Debug", false)]
    [TestCase("Microsoft", "Debug", true)]
    public async Task Start_LogLevels_TellWhetherTheFrameworkIsHeard(string category, string level, bool isHeard)
    {
        using var folder = new ConfigurationFolder("{}");
        string[] levels = ["--Gateway:Server:Host=127.0.0.1", $"--Logging:LogLevel:{category}={level}"];
        using var host = HostProcess.Start(["--config", folder.FilePath, .. levels, .. FreePorts]);
        await host.LineAsync("Proxy listening on");
        Assert.That(host.Output.Contains("Hosting starting", StringComparison.Ordinal), Is.EqualTo(isHeard), host.Output);
    }

    [Test]
    public async Task Start_FreePorts_LogsEachAddressAndStopsWhenAsked()
    {
        using var folder = new ConfigurationFolder("{}");
        using var host = HostProcess.Start(["--config", folder.FilePath, "--Gateway:Server:Host=127.0.0.1", .. FreePorts]);
        using var metrics = JsonDocument.Parse(await host.LineAsync("Metrics listening on"));
        using var proxy = JsonDocument.Parse(await host.LineAsync("Proxy listening on"));
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(proxy.RootElement.GetProperty("Address").GetString()!));
        Assert.That(answer.Headers.Server, Is.Empty);
        Assert.That(metrics.RootElement.GetProperty("Address").GetString(), Does.StartWith("http://127.0.0.1:").And.Not.EndWith(":0"));
        await host.TerminateAsync();
        Assert.That(await host.ToEndAsync(), Is.EqualTo(0), host.Errors);
    }

    /// <summary>The log's driver hangs, a pipe is full: that is not the requests' trouble.</summary>
    [Test]
    public async Task Run_NobodyReadsTheLog_RequestsAndTheStopGoOn()
    {
        using var folder = new ConfigurationFolder("{}");
        var (port, metrics) = (LoopbackPort.Free(), LoopbackPort.Free());
        using var host = HostProcess.StartUnread(
            "--config", folder.FilePath, "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Gateway:Server:Host=127.0.0.1",
            $"--Gateway:Server:Port={port}", $"--Gateway:Metrics:Port={metrics}", "--Gateway:Server:DrainDelay=00:00:00");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        var dropped = false;
        for (var i = 0; i < 2000 && !dropped; i++)
        {
            try
            {
                await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/health"));
                var scrape = await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics"));
                dropped = scrape.Split('\n')
                    .Any(l => l.StartsWith("gateway_log_dropped_total", StringComparison.Ordinal)
                        && !l.EndsWith(" 0", StringComparison.Ordinal));
            }
            catch (HttpRequestException) when (i < 1000)
            {
                // It is not up yet.
                await Task.Delay(20);
            }
        }

        Assert.That(dropped, Is.True, "the log must be stuck for this test to say anything");
        Assert.That(await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/api/test")), Does.Contain("ok"));
        await host.TerminateAsync();
        Assert.That(await host.ToEndAsync(), Is.Zero);
    }

    [TestCase(200, 0)]
    [TestCase(503, 1)]
    public async Task Health_GatewayAnswers_ExitStatusSaysWhetherItIsWell(int status, int exitStatus)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var gateway = builder.Build();
        gateway.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health" ? status : 404;
            return Task.CompletedTask;
        });
        await gateway.StartAsync();
        using var folder = new ConfigurationFolder("{}");
        using var host = HostProcess.Start("health", "--config", folder.FilePath,
            $"--Gateway:Server:Port={new Uri(gateway.Urls.Single()).Port}");
        Assert.That(await host.ToEndAsync(), Is.EqualTo(exitStatus), host.Output + host.Errors);
    }

    [Test]
    public async Task Health_NobodyAnswers_Fails()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        using var host = HostProcess.Start("health", $"http://127.0.0.1:{port}/health");
        Assert.That(await host.ToEndAsync(), Is.EqualTo(1));
        Assert.That(host.Output, Does.Contain("does not answer"));
    }
}
