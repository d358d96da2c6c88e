namespace Gateway.Tests.Policies.Findings;

/// <summary>The learned cut of <c>bodyBytes</c>, a case a row.</summary>
public sealed class SizeCutsTests
{
    private const string Small = "upstream=llm route=chat method=POST body:model=small bodyBytes=";
    private const string Large = "upstream=llm route=chat method=POST body:model=large bodyBytes=";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("long prompts to one model", ["body:model=small & bodyBytes>=32768"], new Traffic()
            .Fail(25, Small + "33100", stepBytes: 1000).Succeed(40, Small + "300", stepBytes: 200)
            .Succeed(25, Large + "33000", stepBytes: 1000).Succeed(40, Large + "300", stepBytes: 200));
        yield return Case("long prompts to any model", ["bodyBytes>=32768"], new Traffic()
            .Fail(20, Small + "33100", stepBytes: 1000).Fail(20, Large + "33100", stepBytes: 1000)
            .Succeed(40, Small + "300", stepBytes: 200).Succeed(40, Large + "300", stepBytes: 200));
        yield return Case("a success between the power of two and the cut", ["bodyBytes>=40000"], new Traffic()
            .Fail(30, Small + "40000", stepBytes: 500).Succeed(1, Small + "38000").Succeed(40, Small + "300", stepBytes: 200));
        yield return Case("the power of two is far below", ["bodyBytes>=60000"], new Traffic()
            .Fail(30, Small + "60000", stepBytes: 10).Succeed(80, Small + "34000", 30, stepBytes: 200)
            .Succeed(40, Small + "300", stepBytes: 200));
        yield return Case("one small failure among the large", ["bodyBytes>=32768"], new Traffic()
            .Fail(40, Small + "33000", stepBytes: 500).Fail(1, Small + "900").Succeed(40, Small + "300", stepBytes: 200));
        yield return Case("size does not matter", ["body:model=small"], new Traffic()
            .Fail(30, Small + "300", stepBytes: 200).Succeed(40, Large + "300", stepBytes: 200)
            .Succeed(60, Small + "300", 20, stepBytes: 100));
        yield return Case("size does not matter and the smallest were seen a while ago", ["body:model=small"], new Traffic()
            .Fail(20, Small + "900", stepBytes: 300).Succeed(40, Large + "300", stepBytes: 200)
            .Succeed(90, Small + "900", 20, stepBytes: 60).Succeed(8, Small + "300", 20, stepBytes: 60));
        yield return Case("all bodies are of one size", ["body:model=small"], new Traffic()
            .Fail(30, Small + "512").Succeed(40, Large + "512"));
        yield return Case("one text fails, and another is shorter", [], new Traffic()
            .Fail(30, Small + "17").Succeed(40, Small + "13"));
        yield return Case("texts of many lengths fail, and one is shorter", [], new Traffic()
            .Fail(30, Small + "40", stepBytes: 7).Succeed(40, Small + "13"));
        yield return Case("what is said offends, and long texts say it", [], new Traffic { Kind = ErrorKind.ContentPolicy, Status = 400 }
            .Fail(30, Small + "900", stepBytes: 70).Succeed(40, Small + "300", stepBytes: 13));
        yield return Case("sizes are unknown", ["body:model=small"], new Traffic()
            .Fail(30, "upstream=llm route=chat method=POST body:model=small")
            .Succeed(40, "upstream=llm route=chat method=POST body:model=large"));
        yield return Case("nothing is explained by size", [], new Traffic()
            .Fail(12, Small + "300", stepBytes: 3000).Succeed(40, Small + "300", stepBytes: 900));
        yield return Case("requests without a known size succeed", ["bodyBytes>=32768"], new Traffic()
            .Fail(30, Small + "33000", stepBytes: 500).Succeed(20, Small + "300", stepBytes: 200)
            .Succeed(60, "upstream=llm route=chat method=POST body:model=small"));
    }

    [TestCaseSource(nameof(Cases))]
    public void Search_FailuresOfSomeSizes_CutIsWhereRefusingIsWorthMost(string[] expected, Func<IEnumerable<string>> scopes) =>
        Assert.That(scopes(), Is.EqualTo(expected));

    private static TestCaseData Case(string says, string[] expected, Traffic traffic) =>
        new TestCaseData(expected, (Func<IEnumerable<string>>)traffic.Scopes).SetArgDisplayNames(says);
}
