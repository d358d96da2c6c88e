using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;

namespace Gateway.Tests.Policies.Findings;

/// <summary>A proposal is confirmed on outcomes that came after it, and on nothing else.</summary>
public sealed class ProposalTests
{
    private static readonly DateTimeOffset MadeAt = OutcomeRows.Now.AddSeconds(-1);
    private static readonly AttributionOptions Options = new();

    [TestCase(5, 0, nameof(Confirmation.Confirmed))]
    [TestCase(4, 0, nameof(Confirmation.Waiting), Description = "too few")]
    [TestCase(4, 1, nameof(Confirmation.Confirmed), Description = "0.8 of 0.75")]
    [TestCase(4, 2, nameof(Confirmation.Waiting), Description = "0.67: below the bound, but not by far")]
    [TestCase(3, 4, nameof(Confirmation.Dropped))]
    public void Check_FreshOutcomes_DecideByTheirShare(int failed, int succeeded, string expected)
    {
        var rows = new OutcomeRows().Add(failed, 1, "a", true, 0.5).Add(succeeded, 2, "a", false, 0.4);
        Assert.That(Proposed(rows, "query:q=a").Check(rows.Table(), Options).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Check_OnlyOutcomesFromBefore_Waits()
    {
        var rows = new OutcomeRows().Add(50, 1, "a", true, 3).Add(2, 1, "a", true, 0.5);
        Assert.That(Proposed(rows, "query:q=a").Check(rows.Table(), Options), Is.EqualTo(Confirmation.Waiting));
    }

    [Test]
    public void Check_FailuresOfAnotherScope_DoNotCount()
    {
        var rows = new OutcomeRows().Add(9, 1, "b", true, 0.5).Add(2, 1, "a", true, 0.4);
        Assert.That(Proposed(rows, "query:q=a").Check(rows.Table(), Options), Is.EqualTo(Confirmation.Waiting));
    }

    [Test]
    public void Check_NothingFreshInTime_IsDropped()
    {
        var rows = new OutcomeRows();
        rows.Add(1, 1, "b", false, 0.1);
        var proposal = new Proposal(FindingOf("query:q=a"), rows.Group,
            OutcomeRows.Now - Options.ConfirmWithin - TimeSpan.FromTicks(1), false);
        Assert.That(proposal.Check(rows.Table(), Options), Is.EqualTo(Confirmation.Dropped));
    }

    [Test]
    public void Check_ScopeNoLongerFound_WaitsThoughItsOutcomesFail()
    {
        var rows = new OutcomeRows().Add(9, 1, "a", true, 0.5);
        var proposal = Proposed(rows, "query:q=a");
        proposal.Renew([FindingOf("query:r=x")], rows.Group);
        Assert.That((proposal.Holds, proposal.Check(rows.Table(), Options)), Is.EqualTo((false, Confirmation.Waiting)));
    }

    /// <summary>Of scopes that select the same outcomes an evaluation finds any.</summary>
    [Test]
    public void Check_NarrowerScopeOfTheSameOutcomesIsFound_Confirms()
    {
        var rows = new OutcomeRows().Add(6, 1, "a", true, 0.5);
        var proposal = Proposed(rows, "query:q=a");
        proposal.Renew([FindingOf("query:q=a", "query:r=x")], rows.Group);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proposal.Check(rows.Table(), Options), Is.EqualTo(Confirmation.Confirmed));
            Assert.That(proposal.Finding.Scope.Text, Is.EqualTo("query:q=a"));
        }
    }

    [Test]
    public void Check_NarrowerScopeLeavesAFreshOutcomeOut_Waits()
    {
        var rows = new OutcomeRows().Add(6, 1, "a", true, 0.5).Add(1, 2, "a", true, 0.4, r: "y");
        var proposal = Proposed(rows, "query:q=a");
        proposal.Renew([FindingOf("query:q=a", "query:r=x")], rows.Group);
        Assert.That(proposal.Check(rows.Table(), Options), Is.EqualTo(Confirmation.Waiting));
    }

    private static Proposal Proposed(OutcomeRows rows, params string[] tests) => new(FindingOf(tests), rows.Group, MadeAt, false);

    private static Finding FindingOf(params string[] tests) => new(
        OutcomeRows.ScopeOf(tests), new RuleVerdict(PolicyAction.Break, PolicyMode.Enforce), Options.BreakBound, TimeSpan.FromSeconds(1),
        default, LowerBound: 0.8, RiskRatio: 9, Coverage: 1, Principals: 3, ArrivalsPerSecond: 5);
}
