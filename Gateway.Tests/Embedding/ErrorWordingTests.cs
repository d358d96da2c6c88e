using Gateway.Modules.Embedding;
using Gateway.Tests.Doubles;


namespace Gateway.Tests.Embedding;

internal sealed class ErrorWordingTests
{
    private static readonly ErrorWording Wording = new(Lexicon.Read([Repository.PathOf("models", "lexicon.json")], out _));

    [TestCase("connect ECONNREFUSED {ip}:{n}", "connection refused")]
    [TestCase("ORA-00060: deadlock", "deadlock detected")]
    [TestCase("java.lang.NullPointerException: x", "Null Pointer Exception: x null reference")]
    [TestCase("SQLSTATE[40001]", "serialization failure")]
    [TestCase("org.acme.FooBarException", "Foo Bar Exception")]
    [TestCase("max_tokens is too large", "max tokens is too large")]
    public void Of_CodeOrName_IsSplitAndExplained(string masked, string expected) =>
        Assert.That(Wording.Of(masked).Embedded, Does.Contain(expected));

    [Test]
    public void Of_Placeholder_IsLeftOut() =>
        Assert.That(Wording.Of("user {n} at {host} not found").Embedded, Is.EqualTo("user at not found"));

    [Test]
    public void Of_ChineseText_IsTranslatedForWordStatisticsOnly()
    {
        var wording = Wording.Of("数据库连接被拒绝");
        Assert.That(wording.Embedded, Is.EqualTo("数据库连接被拒绝"));
        Assert.That(wording.Read, Does.Contain("database").And.Contain("connection refused"));
    }

    [Test]
    public void Of_AnyText_NeverThrowsAndStaysBounded() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, text =>
        {
            var wording = Wording.Of(text);
            return wording.Read.Length <= (text.Length * 2) + 1000;
        });

    [Test]
    public void Read_OwnFile_WinsOverTheShipped()
    {
        var own = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"own-{TestContext.CurrentContext.Test.ID}.json");
        File.WriteAllText(own, """{"groups": [{"name": "ours", "source": "us", "entries": {"ECONNREFUSED": "nobody is at home"}}]}""");
        var lexicon = Lexicon.Read([Repository.PathOf("models", "lexicon.json"), own], out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That(lexicon.Find("econnrefused"), Is.EqualTo("nobody is at home"));
    }

    [Test]
    public void Read_MissingFile_LeavesTheOthers()
    {
        var lexicon = Lexicon.Read([Repository.PathOf("models", "lexicon.json"), "/nowhere/lexicon.json"], out var problems);
        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(lexicon.Find("ECONNRESET"), Is.Not.Null);
    }
}
