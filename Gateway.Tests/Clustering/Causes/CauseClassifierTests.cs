using Gateway.Modules.Clustering;
namespace Gateway.Tests.Clustering.Causes;

internal sealed class CauseClassifierTests
{
    private CauseFixture _bed = null!;

    [OneTimeSetUp]
    public void Open() => _bed = new CauseFixture();

    [OneTimeTearDown]
    public void Close() => _bed.Dispose();

    [TestCase("ERROR: deadlock detected (SQLSTATE 40P01)", 500, "db_deadlock", ErrorKind.DataConflict)]
    [TestCase("Deadlock found when trying to get lock; try restarting transaction", 500, "db_deadlock", ErrorKind.DataConflict)]
    [TestCase("This model's maximum context length is 8192 tokens, however you requested 10000 tokens", 400, "llm_context_length",
        ErrorKind.CallerFault)]
    [TestCase("java.lang.OutOfMemoryError: Java heap space", 500, "out_of_memory", ErrorKind.ResourceExhausted)]
    [TestCase("x509: certificate has expired or is not yet valid", 502, "tls_cert_expired", ErrorKind.DependencyDown)]
    [TestCase("您的账户余额不足，模型调用额度已用尽，请充值", 429, "llm_quota_exhausted", ErrorKind.Quota)]
    public void Classify_WellKnownError_NamesItWhateverItsStackAndLanguage(string body, int status, string cause, ErrorKind kind)
    {
        var verdict = _bed.Classify(body, status);
        Assert.That(verdict, Is.Not.Null);
        Assert.That(verdict.TopCause, Is.EqualTo(cause));
        Assert.That(verdict.Named);
        Assert.That(verdict.Kind, Is.EqualTo(kind));
        Assert.That(verdict.Confidence, Is.InRange(0.5, 1));
        Assert.That(verdict.KindConfidence, Is.InRange(0.5, 1));
    }

    [TestCase("The printer on the third floor is out of cyan toner")]
    [TestCase("Harvest season ended early because of the hail in the valley")]
    public void Classify_Stranger_IsNotNamed(string body) =>
        Assert.That(_bed.Classify(body)!.Named, Is.False);

    [Test]
    public void Classify_UnknownSpace_SaysNothing() =>
        Assert.That(
            _bed.Classifier.Classify(
                new MaskedError("x", default, "5xx"), null, new PlainSpace().Adapt(new EmbeddingVector("other", new float[384])), 500),
            Is.Null);

    [Test]
    public void Classify_NoCatalogue_SaysNothing()
    {
        using var bed = new CauseFixture(new ClusteringOptions { LearnedPath = "nowhere" });
        Assert.That(bed.Classify("deadlock detected"), Is.Null);
        Assert.That(bed.Classifier.Catalogue, Is.Empty);
    }

    [Test]
    public void Catalogue_Shipped_DescribesEachCause()
    {
        Assert.That(_bed.Classifier.Catalogue, Has.Count.EqualTo(75));
        Assert.That(_bed.Classifier.Catalogue, Has.All.Matches<KnownCause>(cause =>
            cause.Title.Length > 0 && cause.TitleZh.Length > 0 && cause.Advice.Length > 0));
    }

    [Test]
    public void Classify_TaughtCause_IsNamedAfterItsExample()
    {
        using var bed = new CauseFixture();
        Assert.That(bed.Taught.Add("toner_empty", "Printer without toner", ErrorKind.ResourceExhausted,
            ["The printer on the third floor is out of cyan toner"]), Is.Null);
        var verdict = bed.Classify("The printer on the second floor is out of black toner");
        Assert.That(verdict!.TopCause, Is.EqualTo("toner_empty"));
        Assert.That(verdict.Named);
        Assert.That(verdict.Kind, Is.EqualTo(ErrorKind.ResourceExhausted));
        Assert.That(bed.Classify("ERROR: deadlock detected")!.TopCause, Is.EqualTo("db_deadlock"));
    }

    [Test]
    public void Classify_ConfiguredCause_IsNamedAfterItsExample()
    {
        using var bed = new CauseFixture(new ClusteringOptions
        {
            Causes = [new UserCauseOptions
            {
                Id = "toner_empty",
                Title = "No toner",
                Kind = ErrorKind.ResourceExhausted,
                Examples = ["printer out of cyan toner"],
            }],
        });
        Assert.That(bed.Classify("printer out of cyan toner")!.TopCause, Is.EqualTo("toner_empty"));
    }

    [TestCase("db_deadlock", "t", "e")]
    [TestCase("", "t", "e")]
    [TestCase("with blank", "t", "e")]
    [TestCase("ok", "", "e")]
    [TestCase("ok", "t", " ")]
    public void Add_UnusableCause_IsRefusedWithAReason(string id, string title, string example) =>
        Assert.That(_bed.Taught.Add(id, title, ErrorKind.Defect, [example]), Is.Not.Null);
}
