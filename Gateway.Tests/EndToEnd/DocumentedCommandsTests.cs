using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Documents;
using Gateway.Tests.Host;

namespace Gateway.Tests.EndToEnd;

/// <summary>Runs the commands of the README and the operating guide as they stand there, with the ports of this process put in.</summary>
public sealed class DocumentedCommandsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Tour_OneAddress_EndsWithTheScopeThatTheReadmeShows()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync();
        var output = await RunAsync("README.md", "tour", gateway);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain("\"status\":\"ready\""));
            Assert.That(output, Does.Match("refused at failing request [0-9]+\n"));
            Assert.That(output, Does.Contain("\"scopeText\":\"principal=127.0.0.1 & query:simulate_error=true\""));
            Assert.That(output, Does.Match("(?m)^ *100 200$"), "healthy requests all pass");
            Assert.That(output, Does.Match("(?m)^ *[0-9]+ 500$").And.Match("(?m)^ *[0-9]+ 503$"), "hold-outs pass, the others are refused");
            Assert.That(output, Does.Contain("\"finding\":\"acting\""));
            Assert.That(output, Does.Match("gateway_policy_false_kill_ratio.* 0\n"));
        }
    }

    [Test]
    public async Task Tour_ThreeTrustedKeys_EndsWithTheScopeThatTheReadmeShows()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync("--Gateway:Principal:TrustHeaders=true");
        var output = await RunAsync("docs/operating.md", "tour-with-keys", gateway);
        Assert.That(output, Does.Contain("\"scopeText\":\"query:simulate_error=true\""));
    }

    [Test]
    public async Task Operating_Commands_DoWhatTheGuideSays()
    {
        using var folder = new ConfigurationFolder("{}");
        using var gateway = await GatewayProcess.StartAsync(folder.FilePath);
        var output = await RunAsync("docs/operating.md", "commands", gateway);
        Assert.That(output, Does.Contain("\"scopeText\":\"query:format=pdf\"").And.Contain("{\"on\":true}"));
        Assert.That(
            (await gateway.ItemsAsync("/admin/policies")).Select(p => p.GetProperty("id").GetString()),
            Is.EqualTo(new[] { "no-replica-2" }), "the guide deletes the other one");
        Assert.That((await gateway.GetAsync("/admin/kill-switch")).GetProperty("on").GetBoolean(), Is.True);
    }

    private static async Task<string> RunAsync(string document, string mark, GatewayProcess gateway)
    {
        var commands = string.Join('\n', Markdown.Of(document).BlocksAfter(mark).Select(b => b.Text))
            .Replace("8080", gateway.Address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("9090", gateway.MetricsPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.That(commands, Does.Contain("curl"));
        if (!IsThere("bash") || !IsThere("curl"))
        {
            Assert.Ignore("bash and curl are needed on the PATH");
        }

        using var shell = new Process
        {
            StartInfo = new ProcessStartInfo("bash", ["-c", commands.Replace("curl ", "curl -sS ", StringComparison.Ordinal)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        shell.StartInfo.Environment["ADMIN_KEY"] = await gateway.AdminKeyAsync();
        using var timeout = new CancellationTokenSource(Patience);
        shell.Start();
        var errors = shell.StandardError.ReadToEndAsync(timeout.Token);
        var output = await shell.StandardOutput.ReadToEndAsync(timeout.Token);
        await shell.WaitForExitAsync(timeout.Token);
        Assert.That(await errors, Is.Empty, output);
        return output;
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
