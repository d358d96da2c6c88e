using System.Numerics.Tensors;
using Gateway.Modules.Embedding;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Gateway.Tests.Embedding;

public sealed class OnnxEmbeddingServiceTests
{
    [Test]
    public void Embed_RealModel_GivesUnitVectorsThatFollowMeaning()
    {
        using var service = Create(ModelFiles.Root, new EmbeddingOptions(), new FakeLogger<OnnxEmbeddingService>());
        var one = service.Embed("Deadlock found when trying to get lock; try restarting transaction")!;
        var two = service.Embed("transaction was deadlocked on lock resources and has been chosen as the victim")!;
        var three = service.Embed("the uploaded picture is not a valid PNG file")!;
        Assert.Multiple(() =>
        {
            Assert.That(service.State, Is.EqualTo(ModelState.Loaded));
            Assert.That(service.Problem, Is.Null);
            Assert.That(service.ModelId, Is.EqualTo("bge-small-en-v1.5-int8"));
            Assert.That(service.Dimension, Is.EqualTo(384));
            Assert.That(one.Space, Is.EqualTo("bge-small-en-v1.5-int8:6c9c6101a956"));
            Assert.That(TensorPrimitives.Norm(one.Vector.Span), Is.EqualTo(1).Within(1e-4));
            Assert.That(Cosine(one, two), Is.GreaterThan(Cosine(one, three) + 0.1f));
        });
    }

    [Test]
    public void Embed_ManyThreads_GivesEachTextItsOneVector()
    {
        using var service = Create(ModelFiles.Root, new EmbeddingOptions(), new FakeLogger<OnnxEmbeddingService>());
        string[] texts = ["disk is full", "no such table", "upstream reset the connection", "heap is exhausted"];
        var alone = texts.ToDictionary(text => text, text => service.Embed(text)!.Vector.ToArray());
        var wrong = 0;
        Parallel.For(0, 64, i =>
        {
            var text = texts[i % texts.Length];
            if (!service.Embed(text)!.Vector.Span.SequenceEqual(alone[text]))
            {
                Interlocked.Increment(ref wrong);
            }
        });
        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Embed_ChineseText_IsTheChineseModels()
    {
        var logger = new FakeLogger<OnnxEmbeddingService>();
        using var service = Create(ModelFiles.Root, new EmbeddingOptions(), logger);
        service.Embed("disk is full");
        Assert.That(logger.Collector.GetSnapshot(), Has.Count.EqualTo(1), "the second model waits for its first text");
        var full = service.Embed("磁盘空间已满，写入失败")!;
        var again = service.Embed("磁盘空间不足，无法写入")!;
        var locked = service.Embed("账户被锁定，请联系客服")!;
        Assert.Multiple(() =>
        {
            Assert.That(full.Space, Is.EqualTo("bge-small-zh-v1.5-int8:15b717c382bc"));
            Assert.That(full.Vector.Length, Is.EqualTo(512));
            Assert.That(Cosine(full, again), Is.GreaterThan(Cosine(full, locked) + 0.1f));
            Assert.That(service.Problem, Is.Null);
            Assert.That(logger.Collector.GetSnapshot(), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public void Embed_ChineseModelMissing_SaysSoOnceAndEnglishGoesOn()
    {
        var logger = new FakeLogger<OnnxEmbeddingService>();
        using var service = Create(ModelFiles.Root, new EmbeddingOptions { ChinesePath = "models/none" }, logger);
        Assert.That(service.Embed("disk is full")!.Space, Is.EqualTo("bge-small-en-v1.5-int8:6c9c6101a956"));
        Assert.That(new ModelReadiness(service).GetState(), Is.EqualTo(new PartState("loaded", "bge-small-en-v1.5-int8", true, null)));
        Assert.That(service.Embed("磁盘空间已满")!.Space, Does.StartWith("bge-small-en-v1.5-int8:6c9c6101a956:"));
        Assert.That(service.Embed("账户被锁定")!.Space, Does.StartWith("bge-small-en-v1.5-int8:6c9c6101a956:"));
        var problem = new ModelReadiness(service).GetState();
        Assert.Multiple(() =>
        {
            Assert.That((problem.State, problem.Well), Is.EqualTo(("loaded", false)));
            Assert.That(problem.Problem, Does.Contain(Path.Combine("models", "none", "manifest.json")));
            Assert.That(logger.Collector.GetSnapshot().Where(entry => entry.Level == LogLevel.Error).Select(entry => entry.Message),
                Has.One.Contains(problem.Problem!));
        });
    }

    [TestCase(null)]
    [TestCase("")]
    public void Embed_NoChineseModel_ChineseTextHasASpaceOfItsOwn(string? path)
    {
        using var service = Create(ModelFiles.Root, new EmbeddingOptions { ChinesePath = path }, new FakeLogger<OnnxEmbeddingService>());
        var full = service.Embed("磁盘空间已满，写入失败")!;
        var locked = service.Embed("账户被锁定，请稍后重试")!;
        Assert.Multiple(() =>
        {
            Assert.That(full.Space, Is.Not.EqualTo(locked.Space));
            Assert.That(full.Space, Does.StartWith("bge-small-en-v1.5-int8:6c9c6101a956:"));
            Assert.That(service.Embed("磁盘空间已满，写入失败")!.Space, Is.EqualTo(full.Space));
            Assert.That(service.Problem, Is.Null);
        });
    }

    [Test]
    public void Embed_ModelMissing_SaysSoOnceAndGivesNull()
    {
        var logger = new FakeLogger<OnnxEmbeddingService>();
        using var service = Create(ModelFiles.Root, new EmbeddingOptions { Path = "models/no-such-model" }, logger);
        Assert.Multiple(() =>
        {
            Assert.That(service.Embed("x"), Is.Null);
            Assert.That(service.Embed("y"), Is.Null);
            Assert.That(service.State, Is.EqualTo(ModelState.Unavailable));
            Assert.That(service.ModelId, Is.EqualTo("no-such-model"));
            Assert.That(service.Dimension, Is.Zero);
            Assert.That(service.Problem, Does.Contain(Path.Combine("no-such-model", "manifest.json")));
        });
        var entry = logger.Collector.GetSnapshot().Single();
        Assert.Multiple(() =>
        {
            Assert.That(entry.Level, Is.EqualTo(LogLevel.Error));
            Assert.That(entry.Message, Does.Contain(service.Problem!));
        });
    }

    [Test]
    public void Embed_EachRun_IsMeasured()
    {
        var meters = Metering.CreateFactory();
        var metrics = new EmbeddingMetrics(meters);
        using var collector = new MetricCollector<double>(meters, "Gateway.Embedding", MetricNames.Embedding);
        using var service = Create(ModelFiles.Root, new EmbeddingOptions(), new FakeLogger<OnnxEmbeddingService>(), metrics);
        service.Embed("x");
        service.Embed("y");
        var measured = collector.GetMeasurementSnapshot();
        Assert.That(measured.Select(item => item.Tags["model"]), Is.EqualTo(new[] { "bge-small-en-v1.5-int8", "bge-small-en-v1.5-int8" }));
    }

    [Test]
    public void GetState_LoadedAndMissing_TellsReadiness()
    {
        using var service = Create(ModelFiles.Root, new EmbeddingOptions(), new FakeLogger<OnnxEmbeddingService>());
        using var missing = Create(ModelFiles.Root, new EmbeddingOptions { Path = "models/none" }, new FakeLogger<OnnxEmbeddingService>());
        Assert.Multiple(() =>
        {
            Assert.That(new ModelReadiness(service).GetState(), Is.EqualTo(new PartState("loaded", "bge-small-en-v1.5-int8", true, null)));
            Assert.That(new ModelReadiness(missing).GetState(), Is.EqualTo(new PartState("unavailable", "none", false, missing.Problem)));
        });
    }

    private static OnnxEmbeddingService Create(
        string root, EmbeddingOptions embedding, ILogger<OnnxEmbeddingService> logger, EmbeddingMetrics? metrics = null) =>
        new(
            new FixedOptions(new GatewayOptions { Embedding = embedding }).Section<EmbeddingOptions>(),
            new ContentRoot(root),
            metrics ?? new EmbeddingMetrics(Metering.CreateFactory()),
            TimeProvider.System,
            logger);

    private static float Cosine(EmbeddingVector one, EmbeddingVector two) =>
        TensorPrimitives.Dot(one.Vector.Span, two.Vector.Span);
}
