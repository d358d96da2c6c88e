using Gateway.Modules.Clustering.Kinds;
using Gateway.Modules.Embedding;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Embedding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Gateway.Tests.Clustering.Kinds;

/// <summary>The shipped prototypes with the shipped model.</summary>
public sealed class KindClassifierTests
{
    private static readonly ErrorKind[] Shaped = [ErrorKind.Overload, ErrorKind.Quota, ErrorKind.ResourceExhausted];

    private OnnxEmbeddingService _service = null!;
    private KindClassifier _kinds = null!;

    [OneTimeSetUp]
    public void Load()
    {
        var options = new FixedOptions();
        var root = new ContentRoot(ModelFiles.Root);
        _service = new OnnxEmbeddingService(
            options.Section<EmbeddingOptions>(),
            root,
            new EmbeddingMetrics(Metering.CreateFactory()),
            TimeProvider.System,
            new FakeLogger<OnnxEmbeddingService>());
        _kinds = new KindClassifier(_service, options.Section<ClusteringOptions>(), root, new FakeLogger<KindClassifier>());
    }

    [OneTimeTearDown]
    public void Unload() => _service.Dispose();

    [TestCase("Deadlock found when trying to get lock; try restarting transaction", 500, ErrorKind.DataConflict)]
    [TestCase("duplicate key value violates unique constraint <q>", 500, ErrorKind.DataConflict)]
    [TestCase("TypeError: Cannot read properties of undefined (reading <q>)", 500, ErrorKind.Defect)]
    [TestCase("ECONNREFUSED: connection refused by payments backend", 502, ErrorKind.DependencyDown)]
    [TestCase("getaddrinfo failed: name or service not known", 502, ErrorKind.DependencyDown)]
    [TestCase("server is overloaded, please retry later", 503, ErrorKind.Overload)]
    [TestCase("Rate limit exceeded for this key, try again in <n> s", 429, ErrorKind.Quota)]
    [TestCase("java heap ran out of memory", 500, ErrorKind.ResourceExhausted)]
    [TestCase("field <q> is required", 400, ErrorKind.CallerFault)]
    [TestCase("your prompt was flagged by our content safety filter", 400, ErrorKind.ContentPolicy)]
    public void Classify_ClearText_NamesItsKind(string text, int status, ErrorKind kind)
    {
        var verdict = Classify(text, status);
        Assert.Multiple(() =>
        {
            Assert.That(verdict.Kind, Is.EqualTo(kind));
            Assert.That(verdict.Confidence, Is.InRange(0.5, 1));
        });
    }

    [TestCase("database call timed out after <n> ms")]
    [TestCase("simulated failure: database timeout, waited <n> ms")]
    [TestCase("query exceeded its time limit and was killed")]
    [TestCase("upstream gave no answer within <n> s")]
    [TestCase("lock wait timeout exceeded")]
    public void Classify_TimeoutWithStatus500_IsNeverShaped(string text) =>
        Assert.That(Shaped, Does.Not.Contain(Confident(Classify(text, 500))));

    [TestCase("Internal Server Error")]
    [TestCase("An unexpected error occurred, reference <id>")]
    [TestCase("oops")]
    public void Classify_TextWithoutACause_StaysUnknownAmongShapedOnes(string text) =>
        Assert.That(Shaped, Does.Not.Contain(Confident(Classify(text, 500))));

    [TestCase("5xx", 500, ErrorKind.Unknown)]
    [TestCase("4xx", 429, ErrorKind.Quota)]
    [TestCase("4xx", 422, ErrorKind.Unknown)]
    [TestCase("4xx", 404, ErrorKind.CallerFault)]
    [TestCase("transport", 0, ErrorKind.DependencyDown)]
    public void Classify_NoVector_LetsTheStatusSpeak(string guardKey, int status, ErrorKind kind) =>
        Assert.That(Confident(_kinds.Classify(null, guardKey, status)), Is.EqualTo(kind));

    [Test]
    public void Classify_FileMissing_SaysSoOnceAndLetsTheStatusSpeak()
    {
        var logger = new FakeLogger<KindClassifier>();
        var options = new FixedOptions(new GatewayOptions { Clustering = new ClusteringOptions { KindsPath = "models/none.json" } });
        var kinds = new KindClassifier(
            new StubEmbeddingService(_ => [1, 0]), options.Section<ClusteringOptions>(), new ContentRoot(ModelFiles.Root), logger);
        kinds.Prepare();
        Assert.Multiple(() =>
        {
            Assert.That(Confident(kinds.Classify(new("stub:1", new float[] { 1, 0 }), "4xx", 429)), Is.EqualTo(ErrorKind.Quota));
            Assert.That(logger.Collector.GetSnapshot().Single().Level, Is.EqualTo(LogLevel.Warning));
            Assert.That(logger.Collector.GetSnapshot().Single().Message,
                Does.Contain(Path.Combine(ModelFiles.Root, "models", "none.json")));
        });
    }

    [Test]
    public void Read_ShippedFile_HasFiveSentencesForEachKind()
    {
        var file = KindPrototypes.Read(Path.Combine(ModelFiles.Root, "models", "kinds.json"), out var problem);
        Assert.Multiple(() =>
        {
            Assert.That(problem, Is.Null);
            Assert.That(file.Kinds.Keys, Is.EquivalentTo(Enum.GetValues<ErrorKind>().Except([ErrorKind.Unknown])));
            Assert.That(file.Kinds.Values.Select(sentences => sentences.Count), Is.All.EqualTo(5));
        });
    }

    [TestCase("{")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"kinds":null}""")]
    [TestCase("""{"kinds":{"Nonsense":["x"]}}""")]
    [TestCase("""{"kinds":{"Unknown":["x"]}}""")]
    [TestCase("""{"kinds":{"Defect":[]}}""")]
    [TestCase("""{"kinds":{"Defect":null}}""")]
    [TestCase("""{"kinds":{"Defect":[null]}}""")]
    public void Read_BrokenFile_NamesItAndGivesNone(string content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, content);
            Assert.That(KindPrototypes.Read(path, out var problem).Kinds, Is.Empty);
            Assert.That(problem, Does.StartWith($"{path}: must"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private KindVerdict Classify(string text, int status) => _kinds.Classify(_service.Embed(text), status < 500 ? "4xx" : "5xx", status);

    private static ErrorKind Confident(KindVerdict verdict) =>
        verdict.Confidence >= new ClusteringOptions().KindConfidence ? verdict.Kind : ErrorKind.Unknown;
}
