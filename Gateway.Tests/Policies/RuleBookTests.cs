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

    [TestCase("route=r", PolicyAction.Limit)]
    [TestCase("destination=d", PolicyAction.Eject)]
    public void Decide_SlowAnswers_NeverBreak(string test, PolicyAction action) => Assert.That(
        RuleBook.Decide(Group(ErrorKind.Defect, 200, "slow"), OutcomeRows.ScopeOf(test), new PoliciesOptions()).Action,
        Is.EqualTo(action));

    [TestCase(PolicyAction.Break, "destination=d")]
    [TestCase(PolicyAction.Limit, "destination=d")]
    [TestCase(PolicyAction.Eject, "route=r")]
    public void Decide_RuleAsksForWhatTheScopeForbids_Observes(PolicyAction action, string test) => Assert.That(
        RuleBook.Decide(Group(ErrorKind.Defect), OutcomeRows.ScopeOf(test), new() { Rules = [new() { Action = action }] }).Action,
        Is.EqualTo(PolicyAction.Observe));

    [Test]
    public void Decide_RuleBreaksACallersFaultOnARoute_TheScopeForbidsIt() => Assert.That(
        RuleBook.Decide(
            Group(ErrorKind.CallerFault), OutcomeRows.ScopeOf("route=r"), new() { Rules = [new() { Action = PolicyAction.Break }] }).Action,
        Is.EqualTo(PolicyAction.Observe));

    [TestCaseSource(nameof(Conditions))]
    public void Decide_OneCondition_HoldsOrGoesOnToTheNext(PolicyRuleOptions rule, bool holds) => Assert.That(
        RuleBook.Decide(Group(ErrorKind.Defect), OutcomeRows.ScopeOf("route=r"), new() { Rules = [rule] }).Action,
        Is.EqualTo(holds ? PolicyAction.Observe : PolicyAction.Break));

    private static IEnumerable<TestCaseData> Conditions() =>
    [
        new(new PolicyRuleOptions { Kinds = [ErrorKind.Quota, ErrorKind.Defect] }, true),
        new(new PolicyRuleOptions { Kinds = [ErrorKind.Quota] }, false),
        new(new PolicyRuleOptions { Answers = ["5xx"] }, true),
        new(new PolicyRuleOptions { Answers = ["4xx", "slow"] }, false),
        new(new PolicyRuleOptions { ScopeNames = "route" }, true),
        new(new PolicyRuleOptions { ScopeNames = "method" }, false),
        new(new PolicyRuleOptions { ScopeSays = ScopeContent.WhereItGoes }, true),
        new(new PolicyRuleOptions { ScopeSays = ScopeContent.WhatWasSent }, false),
        new(new PolicyRuleOptions { Routes = ["q", "r"] }, true),
        new(new PolicyRuleOptions { Routes = ["q"] }, false),
        new(new PolicyRuleOptions { Upstreams = ["r"] }, false),
        new(new PolicyRuleOptions { MinimumSeverity = 0.5 }, true),
        new(new PolicyRuleOptions { MinimumSeverity = 0.6 }, false),
        new(new PolicyRuleOptions { Kinds = [ErrorKind.Defect], Routes = ["q"] }, false),
    ];

    private static ClusterGroup Group(ErrorKind kind, int status = 500, string? answers = null) => new([new Wording(
        new WordingKey("c-1", null),
        new ErrorCluster(
            "c-1", "x", kind, null, 1, answers ?? (status < 500 ? GuardKeys.CallerError : GuardKeys.ServerError), status, 9, 1, 0.5, 1,
            OutcomeRows.Now, OutcomeRows.Now, "live", ["x"], true))]);
}
