using System.Numerics.Tensors;
using Acme.Errors;
using Gateway.Modules.Embedding;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Extending;

public sealed class TrigramEmbeddingTests
{
    [Test]
    public void Embed_Texts_GivesUnitVectorsThatFollowTheLetters()
    {
        var service = new TrigramEmbedding();
        var one = service.Embed("connection refused by {host}")!.Vector.Span;
        var two = service.Embed("connection to {host} was refused")!.Vector.Span;
        var three = service.Embed("no space left on device")!.Vector.Span;
        Assert.That(one.Length, Is.EqualTo(service.Dimension));
        Assert.That(TensorPrimitives.Norm(one), Is.EqualTo(1).Within(1e-5));
        Assert.That(TensorPrimitives.Dot(one, two), Is.GreaterThan(TensorPrimitives.Dot(one, three) + 0.3f));
        Assert.That(service.Embed("ab"), Is.Null);
    }

    [Test]
    public async Task AddEmbedding_OwnService_IsTheOneInUse()
    {
        var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddSingleton<IEmbeddingService, TrigramEmbedding>()
            .AddEmbedding();
        await using var provider = services.BuildServiceProvider();
        var part = provider.GetServices<IReadinessPart>().Single(p => p.Name == "model");
        Assert.That(provider.GetRequiredService<IEmbeddingService>(), Is.TypeOf<TrigramEmbedding>());
        Assert.That(part.GetState().Id, Is.EqualTo("trigrams-1"));
    }
}
