namespace Gateway.Tests.Policies.Findings;

/// <summary>Which of the scopes that explain a fault is chosen, a case a row (ADR 18).</summary>
public sealed class ScopeOrderTests
{
    private const string Past = "upstream=shop route=orders method=GET header:tenant=globex";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("a whole upstream fails, all of it GET", ["upstream=shop"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET").Fail(20, "upstream=shop route=cart method=GET")
            .Succeed(30, "upstream=search route=find method=GET").Succeed(30, "upstream=search route=find method=POST"));
        yield return Case("everything fails behind the only upstream, after a healthy past", ["upstream=shop"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET").Fail(20, "upstream=shop route=cart method=GET")
            .Succeed(30, "upstream=shop route=orders method=GET", 10).Succeed(30, "upstream=shop route=cart method=GET", 10));
        yield return Case("one route is all there is", ["route=orders"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET").Succeed(30, "upstream=shop route=orders method=GET", 10));
        yield return Case("a tenant's writes fail, its reads are fine", ["method=POST & header:tenant=acme"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=POST header:tenant=acme")
            .Succeed(10, "upstream=shop route=orders method=GET header:tenant=acme")
            .Succeed(20, "upstream=shop route=orders method=POST header:tenant=globex").Succeed(20, Past));
        yield return Case("all that a tenant sends fails", ["header:tenant=acme"], new Traffic()
            .Fail(15, "upstream=shop route=orders method=GET header:tenant=acme")
            .Fail(15, "upstream=shop route=cart method=POST header:tenant=acme")
            .Succeed(20, "upstream=shop route=cart method=POST header:tenant=globex").Succeed(20, Past));
        yield return Case("everybody's requests on a route fail", ["route=cart"], new Traffic()
            .Fail(60, "upstream=shop route=cart method=GET").Succeed(60, "upstream=shop route=orders method=GET"));
        yield return Case("two tenants are most of the route", ["header:tenant=acme", "header:tenant=hooli"], new Traffic()
            .Fail(40, "upstream=shop route=orders method=GET header:tenant=acme")
            .Fail(40, "upstream=shop route=orders method=GET header:tenant=hooli").Succeed(20, Past));
        yield return Case("three tenants are nearly all of the route",
            ["header:tenant=acme", "header:tenant=hooli", "header:tenant=initech"], new Traffic()
            .Fail(30, "upstream=shop route=orders method=GET header:tenant=acme")
            .Fail(30, "upstream=shop route=orders method=GET header:tenant=hooli")
            .Fail(30, "upstream=shop route=orders method=GET header:tenant=initech").Succeed(12, Past)
            .Succeed(60, Past, 20));
        yield return Case("two upstreams share a dependency, all of it GET", ["upstream=a", "upstream=b"], new Traffic()
            .Fail(15, "upstream=a route=a1 method=GET").Fail(15, "upstream=a route=a2 method=GET")
            .Fail(15, "upstream=b route=b1 method=GET").Fail(15, "upstream=b route=b2 method=GET")
            .Succeed(30, "upstream=c route=c1 method=POST"));
        yield return Case("three tests are needed", ["method=POST & header:tenant=acme & query:format=pdf"], new Traffic()
            .Fail(15, "upstream=shop route=orders method=POST header:tenant=acme query:format=pdf")
            .Succeed(10, "upstream=shop route=orders method=GET header:tenant=acme query:format=pdf")
            .Succeed(10, "upstream=shop route=orders method=POST header:tenant=globex query:format=pdf")
            .Succeed(10, "upstream=shop route=orders method=POST header:tenant=acme query:format=csv").Succeed(20, Past));
        yield return Case("the scope is nine tenths of the traffic", ["header:tenant=acme"], new Traffic()
            .Fail(180, "upstream=shop route=orders method=GET header:tenant=acme").Succeed(20, Past));
        yield return Case("the tenant is there only since its fault", ["header:tenant=new"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET header:tenant=new").Succeed(40, Past).Succeed(400, Past, 20));
        yield return Case("a header and a parameter are on the same requests", ["header:tenant=acme"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET header:tenant=acme query:format=pdf")
            .Succeed(40, Past + " query:format=csv"));
        yield return Case("a healthy slice of the tenant was seen a while ago", ["route=orders & header:tenant=acme"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET header:tenant=acme")
            .Succeed(40, "upstream=shop route=orders method=GET header:tenant=acme", 30)
            .Succeed(8, "upstream=shop route=cart method=GET header:tenant=acme", 30)
            .Succeed(8, "upstream=shop route=cart method=GET header:tenant=globex").Succeed(40, Past));
        yield return Case("the route's paths had names of their own until there were too many", ["route=search"], new Traffic()
            .Fail(20, "upstream=find route=search path=/search/{*}").Succeed(30, "upstream=find route=search path=/search/shoes", 10)
            .Succeed(40, Past));
        yield return Case("a slice too small to tell was seen a while ago", ["header:tenant=acme"], new Traffic()
            .Fail(20, "upstream=shop route=orders method=GET header:tenant=acme")
            .Succeed(400, "upstream=shop route=orders method=GET header:tenant=acme", 30)
            .Succeed(1, "upstream=shop route=cart method=GET header:tenant=acme", 30)
            .Succeed(8, "upstream=shop route=cart method=GET header:tenant=globex").Succeed(40, Past));
    }

    [TestCaseSource(nameof(Cases))]
    public void Search_SeveralScopesExplain_TakesTheOneThatCostsLeastAndSaysWhereItLies(
        string[] expected, Func<IEnumerable<string>> scopes) =>
        Assert.That(scopes(), Is.EqualTo(expected));

    [Test]
    public void Search_FiveHundredTenantsOfWhichSevenFail_SevenScopes()
    {
        var traffic = new Traffic();
        for (var tenant = 0; tenant < 500; tenant++)
        {
            var what = $"upstream=shop route=orders method=GET header:tenant=t{tenant}";
            traffic = tenant % 71 == 0 && tenant < 490 ? traffic.Fail(12, what) : traffic.Succeed(6, what);
        }

        Assert.That(traffic.Scopes(), Is.EqualTo(
            new[] { 0, 71, 142, 213, 284, 355, 426 }.Select(t => $"header:tenant=t{t}").Order()));
    }

    [Test]
    public void Search_DestinationOfOneUpstreamFails_ItsNamesakeElsewhereIsNotMeant()
    {
        var found = new Traffic()
            .Fail(20, "upstream=a route=ra destination=1").Succeed(20, "upstream=a route=ra destination=2")
            .Succeed(40, "upstream=b route=rb destination=1").Succeed(40, "upstream=b route=rb destination=2").Search();
        Assert.That(found.Select(f => (f.Scope.Text, f.Upstream, f.Verdict.Action)),
            Is.EqualTo(new[] { ("destination=1", (string?)"a", PolicyAction.Eject) }));
    }

    [Test]
    public void Search_FragmentOfAFaultThatStrikesAtRandom_IsNoScope()
    {
        var traffic = new Traffic().Fail(14, "upstream=shop route=orders header:tenant=acme query:k=a");
        for (var value = 0; value < 10; value++)
        {
            traffic = traffic.Fail(4, $"upstream=shop route=orders header:tenant=acme query:k=v{value}")
                .Succeed(5, $"upstream=shop route=orders header:tenant=acme query:k=v{value}");
        }

        Assert.That(traffic.Succeed(400, "upstream=shop route=orders header:tenant=globex query:k=a").Scopes(), Is.Empty);
    }

    private static TestCaseData Case(string says, string[] expected, Traffic traffic) =>
        new TestCaseData(expected, (Func<IEnumerable<string>>)traffic.Scopes).SetArgDisplayNames(says);
}
