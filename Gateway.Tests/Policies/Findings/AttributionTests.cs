namespace Gateway.Tests.Policies.Findings;

/// <summary>The gates, one table of a few rows each: what passes all but one must not be found.</summary>
public sealed class AttributionTests
{
    /// <summary>Three principals whose requests with <c>q=a</c> fail, and what else they send succeeds.</summary>
    private static OutcomeRows Fault() => new OutcomeRows()
        .Add(4, 1, "a", true, 0.4).Add(4, 2, "a", true, 0.4).Add(4, 3, "a", true, 0.4)
        .Add(10, 1, "b", false, 0.3).Add(10, 2, "b", false, 0.3).Add(10, 3, "b", false, 0.3);

    [Test]
    public void Search_ThreePrincipalsFailByOneValue_FindsIt() => Assert.That(Scopes(Fault()), Is.EqualTo(new[] { "query:q=a" }));

    [Test]
    public void Search_OneOutcomeInFourSucceeds_BoundIsNotReached() =>
        Assert.That(Scopes(Fault().Add(2, 1, "a", false, 0.4).Add(2, 2, "a", false, 0.4).Add(2, 3, "a", false, 0.4)), Is.Empty);

    [Test]
    public void Search_FewFailures_TheirBoundIsTooLow() => Assert.That(
        Scopes(new OutcomeRows().Add(2, 1, "a", true, 0.4).Add(2, 2, "a", true, 0.4).Add(2, 3, "a", true, 0.4).Add(30, 1, "b", false, 0.3)),
        Is.Empty);

    [Test]
    public void Search_OnePrincipalFails_TheScopeNamesIt() => Assert.That(
        Scopes(new OutcomeRows().Add(14, 1, "a", true, 0.4).Add(15, 1, "b", false, 0.3).Add(15, 2, "b", false, 0.3)),
        Is.EqualTo(new[] { "principal=p1 & query:q=a" }));

    [Test]
    public void Search_OthersSucceedWithTheValue_TheyAreNotInTheScope() => Assert.That(
        Scopes(new OutcomeRows().Add(14, 1, "a", true, 0.4).Add(5, 2, "a", false, 0.4).Add(5, 3, "a", false, 0.4)
            .Add(20, 1, "b", false, 0.3)),
        Is.EqualTo(new[] { "principal=p1 & query:q=a" }));

    [Test]
    public void Search_FailingPrincipalsNeverSucceeded_TheirVotesCountATenth() => Assert.That(
        Scopes(new OutcomeRows()
            .Add(4, 1, "a", true, 0.4, proven: false).Add(4, 2, "a", true, 0.4, proven: false).Add(4, 3, "a", true, 0.4, proven: false)
            .Add(30, 4, "b", false, 0.3)),
        Is.Empty);

    [Test]
    public void Search_HealthyPrincipalsAreSilentInTheWindow_TheyHaveTheirSay() => Assert.That(
        Scopes(Fault().Add(1, 4, "a", false, 20).Add(1, 5, "a", false, 20).Add(1, 6, "a", false, 20)),
        Has.None.EqualTo("query:q=a"));

    [Test]
    public void Search_OutsideFailsNearlyAsOften_RiskIsTooSmall() => Assert.That(
        Scopes(new OutcomeRows()
            .Add(6, 1, "a", true, 0.4).Add(6, 2, "a", true, 0.4).Add(6, 3, "a", true, 0.4)
            .Add(4, 1, "b", true, 0.3).Add(4, 2, "c", true, 0.3).Add(4, 3, "d", true, 0.3)
            .Add(4, 1, "b", false, 0.3).Add(4, 2, "c", false, 0.3).Add(4, 3, "d", false, 0.3)),
        Is.Empty);

    [Test]
    public void Search_NothingOutsideTheScope_NothingToCompareWith() => Assert.That(
        Scopes(new OutcomeRows().Add(5, 1, "a", true, 0.4).Add(5, 2, "a", true, 0.4).Add(5, 3, "a", true, 0.4)), Is.Empty);

    [Test]
    public void Search_CallersFault_AsksForTheHigherBound()
    {
        // 15 of 15 reach 0.85 at 95 %; 12 of 12 reach 0.75 only.
        Assert.That(Scopes(Callers(4)), Is.Empty);
        Assert.That(Scopes(Callers(6)), Is.EqualTo(new[] { "query:q=a" }));

        static OutcomeRows Callers(int each) => new OutcomeRows { Kind = ErrorKind.CallerFault, Status = 400 }
            .Add(each, 1, "a", true, 0.4).Add(each, 2, "a", true, 0.4).Add(each, 3, "a", true, 0.4)
            .Add(10, 1, "b", false, 0.3).Add(10, 2, "b", false, 0.3).Add(10, 3, "b", false, 0.3);
    }

    [Test]
    public void Search_OnlyAnOldWindowFails_TheNewerOneRejects() => Assert.That(
        Scopes(new OutcomeRows()
            .Add(8, 1, "a", true, 10).Add(8, 2, "a", true, 10).Add(8, 3, "a", true, 10)
            .Add(6, 1, "a", false, 0.2).Add(6, 2, "a", false, 0.2).Add(30, 1, "b", false, 0.3)),
        Is.Empty);

    private static IEnumerable<string> Scopes(OutcomeRows rows) =>
        rows.Search().Where(f => f.Verdict.Action != PolicyAction.Observe).Select(f => f.Scope.Text);
}
