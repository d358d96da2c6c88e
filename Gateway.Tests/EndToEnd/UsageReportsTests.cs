using Gateway.Tests.Doubles;
using Gateway.Tests.Embedding;
using Gateway.Tests.Host;


namespace Gateway.Tests.EndToEnd;

/// <summary>ONNX Runtime, left alone, writes an identifier and its unsent reports into the user's cache.</summary>
public sealed class UsageReportsTests
{
    [Test]
    [Platform("Linux")]
    public async Task Start_WithModel_TheRuntimePreparesNoReport()
    {
        if (!File.Exists(Path.Combine(ModelFiles.BgeSmallEn, "model.onnx")))
        {
            Assert.Ignore("models/bge-small-en-v1.5-int8/model.onnx is needed in the checkout");
        }

        var home = Directory.CreateTempSubdirectory("gateway-home-");
        try
        {
            // The runtime keeps quiet by itself where CI is set.
            var environment = new Dictionary<string, string?>
            {
                ["HOME"] = home.FullName,
                ["XDG_CACHE_HOME"] = null,
                ["CI"] = null,
                ["ORT_DISABLE_TELEMETRY"] = null,
            };
            using var host = HostProcess.Start(
                environment, "--config", Repository.PathOf("appsettings.json"), "--Gateway:Server:Host=127.0.0.1",
                "--Gateway:Server:Port=0", "--Gateway:Metrics:Port=0");
            await host.LineAsync("bge-small-en-v1.5-int8 loaded");
            await host.LineAsync("Proxy listening on");
            var files = home.EnumerateFiles("*", SearchOption.AllDirectories).Select(f => f.FullName);
            Assert.That(files.Where(f => f.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase)), Is.Empty);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
