using Gateway.Modules.Policies;

namespace Gateway.Tests.Policies;

/// <summary>What hold-outs count for: f fails, s succeeds, p is a probe of a breaker that recovers.</summary>
public sealed class HoldOutTallyTests
{
    [TestCase("", 0, 0)]
    [TestCase("fff", 3, 3)]
    [TestCase("sss", 0, 0, Description = "recovery, no cost")]
    [TestCase("fffss", 3, 3, Description = "the same")]
    [TestCase("fsf", 3, 2, Description = "a success amid the fault would have been refused in vain")]
    [TestCase("sfsf", 4, 2)]
    [TestCase("fffsspf", 4, 4, Description = "recovered in between")]
    public void HeldOut_Outcomes_CountOnlyWhileTheFaultLasts(string outcomes, int sent, int failed)
    {
        var tally = new HoldOutTally();
        foreach (var outcome in outcomes)
        {
            if (outcome == 'p')
            {
                tally.Recovered();
            }
            else
            {
                tally.HeldOut(outcome == 'f');
            }
        }

        Assert.That((tally.Sent, tally.Failed), Is.EqualTo((sent, failed)));
    }

    [Test]
    public void HighestFailureShare_NothingIsKnown_IsOne() => Assert.That(new HoldOutTally().HighestFailureShare, Is.EqualTo(1));
}
