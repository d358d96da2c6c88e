using Gateway.Modules.Policies;

namespace Gateway.Tests.Policies.Findings;

/// <summary>When a fault reaches beyond an open breaker's scope, a case a row: <c>*</c> means it stays as it is.</summary>
public sealed class WideningTests
{
    private const string Acme = "upstream=shop route=orders method=GET header:tenant=acme";
    private const string AcmesCart = "upstream=shop route=cart method=POST header:tenant=acme";
    private const string Others = "upstream=shop route=orders method=GET header:tenant=globex";
    private const string OthersCart = "upstream=shop route=cart method=POST header:tenant=globex";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("the tenant's other route fails too", "header:tenant=acme", Usual().Fail(6, AcmesCart));
        yield return Case("four failures are few", "*", Usual().Fail(4, AcmesCart));
        yield return Case("others succeed in what would be added", "*", Usual().Fail(6, AcmesCart).Succeed(3, AcmesCart));
        yield return Case("they failed before the policy was made", "*", Usual().Fail(6, AcmesCart, 4.5));
        yield return Case("everything on the route fails", "route=orders",
            new Traffic().Succeed(40, OthersCart).Succeed(9, AcmesCart).Fail(20, Others));
        yield return Case("one tenant more fails, others do not", "*", Usual().Fail(12, Others.Replace("globex", "hooli")));
        yield return Case("such failures are usual elsewhere", "*",
            Usual().Fail(6, AcmesCart).Fail(60, OthersCart).Succeed(20, OthersCart));
    }

    [TestCaseSource(nameof(Cases))]
    public void Of_FailuresOutsideTheScope_DropsTheTestThatIsTooMany(string expected, Func<string> wider) =>
        Assert.That(wider(), Is.EqualTo(expected));

    [Test]
    public void Of_FailuresJustBelowTheCut_CutComesDown()
    {
        var traffic = new Traffic()
            .Succeed(40, "upstream=llm route=chat body:model=small bodyBytes=300", stepBytes: 100)
            .Fail(8, "upstream=llm route=chat body:model=small bodyBytes=33000", stepBytes: 500)
            .Succeed(20, "upstream=llm route=chat body:model=large bodyBytes=33000", stepBytes: 1000);
        var policy = PolicyOn(new Scope([
            new DimensionTest("body:model", TestOperator.Equal, "small"),
            new DimensionTest("bodyBytes", TestOperator.AtLeast, "40000"),
        ]));
        Assert.That(traffic.Widen(policy)?.Scope.Text, Is.EqualTo("body:model=small & bodyBytes>=33000"));
    }

    [Test]
    public void Of_BreakerHasClosed_StaysAsItIs()
    {
        var policy = PolicyOn(OutcomeRows.ScopeOf("route=orders", "header:tenant=acme"));
        policy.Met(PolicyRole.Watched);
        Assert.That(Usual().Fail(6, AcmesCart).Widen(policy), Is.Null);
    }

    private static Traffic Usual() => new Traffic().Succeed(40, Others).Succeed(40, OthersCart).Fail(3, Acme);

    private static LearnedPolicy PolicyOn(Scope scope) => new(
        new StoredPolicy(
            new Policy
            {
                Id = "p-1",
                Clusters = [new ClusterReference("c-1", "x", ErrorKind.Defect)],
                Scope = scope,
                Action = PolicyAction.Break,
                Mode = PolicyMode.Enforce,
                Origin = PolicyOrigin.Learned,
            },
            1,
            TimeSpan.FromMinutes(1)),
        Traffic.Now.AddSeconds(-3));

    private static TestCaseData Case(string says, string expected, Traffic traffic) =>
        new TestCaseData(
            expected,
            (Func<string>)(() => traffic.Widen(PolicyOn(OutcomeRows.ScopeOf("route=orders", "header:tenant=acme")))?.Scope.Text ?? "*"))
            .SetArgDisplayNames(says);
}
