using Gateway.Tests.Doubles;
using Gateway.Tests.Embedding;
using Gateway.Tests.Host;


namespace Gateway.Tests.EndToEnd;

/// <summary>Without a usable model the gateway is a proxy that shows errors and acts on none of them.</summary>
public sealed class ModelTroubleTests
{
    private const int Rounds = 150;
    private const int MostLooks = 1500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Several evaluations of the policy engine.</summary>
    private static readonly TimeSpan SomeEvaluations = TimeSpan.FromSeconds(2);

    [Test]
    public async Task Start_NoModels_ProxiesAndEnforcesNothingLearned()
    {
        using var folder = new ConfigurationFolder("{}");
        using var gateway = await GatewayProcess.StartAsync(folder.FilePath);
        await ProxiesWithoutEnforcingAsync(gateway, Path.Combine("models", "bge-small-en-v1.5-int8", "manifest.json"));
        var parts = (await gateway.GetAsync("/ready")).GetProperty("parts");
        foreach (var part in (string[])["lexicon", "causes", "kinds"])
        {
            Assert.That(parts.GetProperty(part).GetProperty("state").GetString(), Is.EqualTo("unavailable"), part);
            Assert.That(parts.GetProperty(part).GetProperty("problem").GetString(), Is.Not.Empty, part);
        }
    }

    [Test]
    public async Task Start_OneByteOfTheModelFlipped_ProxiesAndEnforcesNothingLearned()
    {
        if (!File.Exists(Path.Combine(ModelFiles.BgeSmallEn, "model.onnx")))
        {
            Assert.Ignore("models/bge-small-en-v1.5-int8/model.onnx is needed in the checkout");
        }

        using var folder = new ConfigurationFolder("{}");
        CopyModels(folder.Path);
        FlipOneByte(Path.Combine(folder.Path, "models", "bge-small-en-v1.5-int8", "model.onnx"));
        using var gateway = await GatewayProcess.StartAsync(folder.FilePath);
        await ProxiesWithoutEnforcingAsync(gateway, "SHA-256");
    }

    private static async Task ProxiesWithoutEnforcingAsync(GatewayProcess gateway, string reason)
    {
        var ready = await gateway.GetAsync("/ready");
        var model = ready.GetProperty("parts").GetProperty("model");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ready.GetProperty("status").GetString(), Is.EqualTo("degraded"));
            Assert.That(model.GetProperty("state").GetString(), Is.EqualTo("unavailable"));
            Assert.That(model.GetProperty("problem").GetString(), Does.Contain(reason));
            Assert.That(await gateway.LogLineAsync(reason), Does.Contain("ModelUnavailable"));
        }

        var traffic = new Traffic(gateway, [null]);
        for (var round = 0; round < Rounds; round++)
        {
            Assert.That(await traffic.RoundAsync(), Is.Null);
        }

        await UntilClusteredAsync(gateway, traffic.UpstreamErrors);
        await Task.Delay(SomeEvaluations);
        Assert.That(await traffic.RoundAsync(), Is.Null);
        Assert.That(await gateway.ItemsAsync("/admin/policies"), Is.Empty);
    }

    /// <summary>Exact repeats still group: the clusters hold every error.</summary>
    private static async Task UntilClusteredAsync(GatewayProcess gateway, int errors)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            var clusters = await gateway.ItemsAsync("/admin/clusters");
            if (clusters.Sum(c => c.GetProperty("size").GetDouble()) == errors)
            {
                Assert.That(clusters, Has.Count.LessThan(errors / 2));
                return;
            }

            await Task.Delay(Pause);
        }

        Assert.Fail($"The clusters never came to {errors} errors. {gateway.Output}");
    }

    private static void CopyModels(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("models"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void FlipOneByte(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length / 2;
        var value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 1));
    }
}
