using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Tests.Policies.Findings;

/// <summary>What refusing may cost, at 100 healthy requests a second: 0.1 of them, 1 where nine in ten of the scope fail.</summary>
public sealed class FalseKillBudgetTests
{
    [TestCase(50, 1.0, 0, true, Description = "costs nothing")]
    [TestCase(50, 1.0, 9, true, Description = "costs nothing, whatever others cost")]
    [TestCase(0.3, 0.7, 0, true, Description = "0.09 a second")]
    [TestCase(0.5, 0.7, 0, false, Description = "0.15 a second")]
    [TestCase(0.3, 0.7, 0.05, false, Description = "0.09, with 0.05 of others")]
    [TestCase(8, 0.9, 0, true, Description = "0.8 a second, mostly failing")]
    [TestCase(8, 0.9, 0.3, false, Description = "0.8, with 0.3 of others")]
    [TestCase(8, 0.89, 0, false, Description = "0.88, not mostly failing")]
    [TestCase(20, 0.95, 0, true)]
    [TestCase(22, 0.95, 0, false)]
    public void Allows_ScopeOfSomeRate_ByWhatItWouldRefuseInVain(double perSecond, double share, double spent, bool allowed) =>
        Assert.That(new FalseKillBudget(new PoliciesOptions(), 100, spent).Allows(FindingOf(perSecond, share)), Is.EqualTo(allowed));

    [TestCase(PolicyAction.Limit, PolicyMode.Enforce)]
    [TestCase(PolicyAction.Eject, PolicyMode.Enforce)]
    [TestCase(PolicyAction.Break, PolicyMode.Shadow)]
    public void Allows_RefusesNobody_CostsNothing(PolicyAction action, PolicyMode mode) => Assert.That(
        new FalseKillBudget(new PoliciesOptions(), 100, 9)
            .Allows(FindingOf(50, 0.5) with { Verdict = new RuleVerdict(action, mode) }), Is.True);

    [Test]
    public void Spend_SeveralAtOnce_TogetherTheyStayWithinTheLimit()
    {
        var budget = new FalseKillBudget(new PoliciesOptions(), 100, 0);
        var finding = FindingOf(6, 0.9);
        budget.Spend(finding);
        Assert.That(budget.Allows(finding), Is.False);
    }

    [Test]
    public void Spend_OneClientsOwnScope_LeavesTheBudgetToOthers()
    {
        var budget = new FalseKillBudget(new PoliciesOptions(), 100, 0);
        var own = FindingOf(8, 0.9, "principal=evil");
        budget.Spend(own);
        Assert.That((budget.Allows(FindingOf(8, 0.9)), budget.Allows(own)), Is.EqualTo((true, true)));
    }

    private static Finding FindingOf(double perSecond, double share, string test = "query:q=a") => new(
        OutcomeRows.ScopeOf(test), new RuleVerdict(PolicyAction.Break, PolicyMode.Enforce), 0.75, TimeSpan.FromSeconds(5),
        new ScopeCount { FailedWeight = 100 * share, SucceededWeight = 100 * (1 - share) }, 0.8, 9, 1, 3, perSecond);
}
