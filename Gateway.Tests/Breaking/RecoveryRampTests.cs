using CsCheck;
using Gateway.Modules.Breaking;

namespace Gateway.Tests.Breaking;

public sealed class RecoveryRampTests
{
    [Test]
    public void Admit_AnyShare_AdmitsThatShareEvenly() =>
        Gen.Select(Gen.Double[0.01, 1], Gen.Int[1, 500]).Sample((share, requests) =>
        {
            var ramp = Ramp(share);
            for (var (i, admitted) = (1, 0); i <= requests; i++)
            {
                admitted += ramp.Admit() ? 1 : 0;
                if (Math.Abs(admitted - (share * i)) > 1 + 1e-6)
                {
                    return false;
                }
            }

            return true;
        });

    [Test]
    public void Admit_FirstRequest_IsAdmittedWhenTheCreditSaysSo() => Assert.That(Ramp(0.2).Admit(), Is.True);

    [Test]
    public void Advance_GoodSteps_RaisesTheShareUntilDone()
    {
        var ramp = Ramp(0.2);
        var shares = new List<double>();
        for (var step = 1; ; step++)
        {
            ramp.Count(success: true);
            ramp.Count(success: true);
            var done = ramp.Advance(TimeSpan.FromSeconds(0.5 * step), mostSucceed: true);
            shares.Add(Math.Round(ramp.Share, 6));
            if (done)
            {
                break;
            }
        }

        Assert.That(shares, Is.EqualTo(new[] { 0.4, 0.6, 0.8, 1.0 }));
    }

    [TestCase(0.49, 5, 0, 0.2, TestName = "Advance_BeforeHalfASecond_Waits")]
    [TestCase(0.50, 2, 0, 0.4, TestName = "Advance_HalfASecondAndTwoSuccesses_Raises")]
    [TestCase(0.50, 1, 0, 0.2, TestName = "Advance_HalfASecondAndOneSuccess_Waits")]
    [TestCase(1.00, 1, 0, 0.4, TestName = "Advance_ASecondAndOneSuccess_Raises")]
    [TestCase(9.00, 0, 0, 0.2, TestName = "Advance_NoOutcome_IsNoEvidence")]
    [TestCase(1.00, 0, 1, 0.2, TestName = "Advance_ASecondAndOneFailure_Stays")]
    [TestCase(0.50, 5, 5, 0.2, false, TestName = "Advance_MostPrincipalsFail_Stays")]
    [TestCase(0.50, 5, 5, 0.4, true, TestName = "Advance_OnePrincipalFailsAndMostSucceed_Raises")]
    public void Advance_Step(double seconds, int successes, int failures, double share, bool mostSucceed = true)
    {
        var ramp = Ramp(0.2);
        for (var i = 0; i < successes + failures; i++)
        {
            ramp.Count(success: i < successes);
        }

        ramp.Advance(TimeSpan.FromSeconds(seconds), mostSucceed);
        Assert.That(ramp.Share, Is.EqualTo(share).Within(1e-9));
    }

    private static RecoveryRamp Ramp(double share)
    {
        var ramp = new RecoveryRamp();
        ramp.Start(share, increment: 0.2, credit: 1 - share, TimeSpan.Zero);
        return ramp;
    }
}
