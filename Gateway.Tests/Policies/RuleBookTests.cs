using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Wordings;
using Gateway.Tests.Policies.Findings;

namespace Gateway.Tests.Policies;

public sealed class RuleBookTests
{
    [TestCase(ErrorKind.Defect, "query:q=a", PolicyAction.Break, PolicyMode.Enforce)]
    [TestCase(ErrorKind.DependencyDown, "route=r", PolicyAction.Break, PolicyMode.Enforce)]
    [TestCase(ErrorKind.Unknown, "route=r", PolicyAction.Break, PolicyMode.Enforce)]
    [TestCase(ErrorKind.Overload, "route=r", PolicyAction.Limit, PolicyMode.Enforce)]
    [TestCase(ErrorKind.Quota, "principal=p", PolicyAction.Limit, PolicyMode.Enforce)]
    [TestCase(ErrorKind.ResourceExhausted, "route=r", PolicyAction.Limit, PolicyMode.Enforce)]
    [TestCase(ErrorKind.Defect, "destination=d", PolicyAction.Eject, PolicyMode.Enforce)]
    [TestCase(ErrorKind.Overload, "destination=d", PolicyAction.Eject, PolicyMode.Enforce)]
    [TestCase(ErrorKind.CallerFault, "query:q=a", PolicyAction.Break, PolicyMode.Enforce)]
    [TestCase(ErrorKind.CallerFault, "route=r", PolicyAction.Observe, PolicyMode.Shadow)]
    [TestCase(ErrorKind.ContentPolicy, "route=r", PolicyAction.Observe, PolicyMode.Shadow)]
    public void Decide_NoRuleConfigured_FollowsKindAndScope(ErrorKind kind, string test, PolicyAction action, PolicyMode mode) =>
        Assert.That(RuleBook.Decide(Group(kind), OutcomeRows.ScopeOf(test), new PoliciesOptions()),
            Is.EqualTo(new RuleVerdict(action, mode)));

    [Test]
    public void Decide_KindUnknownUnder4xx_Observes() => Assert.That(
        RuleBook.Decide(Group(ErrorKind.Unknown, 418), OutcomeRows.ScopeOf("query:q=a"), new PoliciesOptions()).Action,
        Is.EqualTo(PolicyAction.Observe));

    [Test]
    public void Decide_ServerSideKindUnder4xx_LendsNoRight() => Assert.That(
        RuleBook.Decide(Group(ErrorKind.DependencyDown, 400), OutcomeRows.ScopeOf("query:q=a"), new PoliciesOptions()).Action,
        Is.EqualTo(PolicyAction.Observe));

    [Test]
    public void Decide_StatusNeverActedOn_Observes() => Assert.That(
        RuleBook.Decide(Group(ErrorKind.Defect, 404), OutcomeRows.ScopeOf("query:q=a"), new PoliciesOptions { NeverActOn = [404] }).Action,
        Is.EqualTo(PolicyAction.Observe));

    [Test]
    public void Decide_SeveralRulesMatch_TheFirstWins()
    {
        var options = new PoliciesOptions
        {
            Rules =
            [
                new PolicyRuleOptions { Kinds = [ErrorKind.Quota], Action = PolicyAction.Observe },
                new PolicyRuleOptions { ScopeNames = "route", Action = PolicyAction.Break, Mode = PolicyMode.Shadow },
                new PolicyRuleOptions { Action = PolicyAction.Observe },
            ],
        };
        Assert.That(
            RuleBook.Decide(Group(ErrorKind.Defect), OutcomeRows.ScopeOf("route=r"), options),
            Is.EqualTo(new RuleVerdict(PolicyAction.Break, PolicyMode.Shadow)));
    }

    [Test]
    public void Decide_RuleBreaksForADestination_TheScopeForbidsIt()
    {
        var options = new PoliciesOptions { Rules = [new PolicyRuleOptions { Action = PolicyAction.Break, Mode = PolicyMode.Enforce }] };
        Assert.That(
            RuleBook.Decide(Group(ErrorKind.Defect), OutcomeRows.ScopeOf("destination=d"), options).Action,
            Is.EqualTo(PolicyAction.Observe));
    }

    [Test]
    public void Decide_SeverityBelowTheRules_GoesOnToTheNext()
    {
        var options = new PoliciesOptions { Rules = [new PolicyRuleOptions { MinimumSeverity = 0.9, Action = PolicyAction.Observe }] };
        Assert.That(
            RuleBook.Decide(Group(ErrorKind.Defect), OutcomeRows.ScopeOf("route=r"), options).Action, Is.EqualTo(PolicyAction.Break));
    }

    private static ClusterGroup Group(ErrorKind kind, int status = 500) => new([new Wording(
        new WordingKey("c-1", null),
        new ErrorCluster(
            "c-1", "x", kind, null, 1, status < 500 ? GuardKeys.CallerError : GuardKeys.ServerError, status, 9, 1, 0.5, 1,
            OutcomeRows.Now, OutcomeRows.Now, "live", ["x"], true))]);
}
