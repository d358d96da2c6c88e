using System.Security.Cryptography;
using Gateway.Modules.Embedding;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Doubles;
using Gateway.Tests.Embedding;
using Gateway.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Extending;

/// <summary>Another model by configuration: the documented two files, with the checksums of real ones put in.</summary>
public sealed class AnotherModelTests
{
    [Test]
    public async Task Configuration_AnotherModel_IsLoadedAndEmbeds()
    {
        if (!File.Exists(Path.Combine(ModelFiles.BgeSmallEn, "model.onnx")))
        {
            Assert.Ignore("models/bge-small-en-v1.5-int8/model.onnx is needed in the checkout");
        }

        using var folder = new ConfigurationFolder();
        var reading = await ConfigurationFolder.ReadAsync(
            await File.ReadAllTextAsync(Repository.PathOf("Gateway.Tests", "Extending", "another-model.json")));
        Assert.That(reading.Mistakes, Is.Empty);
        await WriteModelAsync(Directory.CreateDirectory(Path.Combine(folder.Path, "models", "my-model")).FullName);
        await using var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddFixedOptions(reading.Options!)
            .AddSingleton(new ContentRoot(folder.Path))
            .AddSingleton(TimeProvider.System)
            .AddEmbedding()
            .BuildServiceProvider();
        var service = services.GetRequiredService<IEmbeddingService>();
        Assert.That(service.Problem, Is.Null);
        Assert.That(service.ModelId, Is.EqualTo("my-model"));
        Assert.That(service.Embed("deadlock found")!.Vector.Length, Is.EqualTo(384));
    }

    private static async Task WriteModelAsync(string folder)
    {
        var manifest = await File.ReadAllTextAsync(Repository.PathOf("Gateway.Tests", "Extending", "manifest.json"));
        foreach (var name in new[] { "model.onnx", "vocab.txt" })
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(ModelFiles.BgeSmallEn, name));
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
            manifest = manifest.Replace($"<64 hex digits, sha256sum {name}>", Convert.ToHexStringLower(SHA256.HashData(bytes)),
                StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "manifest.json"), manifest);
    }
}
