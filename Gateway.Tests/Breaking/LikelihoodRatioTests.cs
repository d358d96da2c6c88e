using CsCheck;
using Gateway.Modules.Breaking;

namespace Gateway.Tests.Breaking;

public sealed class LikelihoodRatioTests
{
    private static readonly Gen<double> FaultyShare = Gen.Double[LikelihoodRatio.LeastFaulty, LikelihoodRatio.MostFaulty];

    [TestCase(0.98, 1)]
    [TestCase(0.85, 2)]
    public void TowardsHealth_SuccessesInARow_AreLikelyAfter(double faulty, int needed)
    {
        var likelihood = new LikelihoodRatio(faulty);
        var sum = 0.0;
        for (var i = 1; i <= needed; i++)
        {
            Assert.That(sum, Is.LessThan(LikelihoodRatio.Likely));
            sum = likelihood.TowardsHealth(sum, success: true);
        }

        Assert.That(sum, Is.GreaterThanOrEqualTo(LikelihoodRatio.Likely));
    }

    [Test]
    public void TowardsFault_FailuresInARow_AreLikelyAfterTwoAndNearlyCertainAfterThree()
    {
        var likelihood = new LikelihoodRatio(0.98);
        var one = likelihood.TowardsFault(0, success: false);
        var two = likelihood.TowardsFault(one, success: false);
        var three = likelihood.TowardsFault(two, success: false);
        Assert.Multiple(() =>
        {
            Assert.That(one, Is.LessThan(LikelihoodRatio.Likely));
            Assert.That(two, Is.InRange(LikelihoodRatio.Likely, LikelihoodRatio.NearlyCertain));
            Assert.That(three, Is.GreaterThanOrEqualTo(LikelihoodRatio.NearlyCertain));
        });
    }

    [Test]
    public void TowardsHealth_AnyOutcomes_IsTheHighestLogLikelihoodRatioOfAnySuffix() =>
        Gen.Select(FaultyShare, Gen.Bool.Array[0, 40]).Sample((faulty, outcomes) =>
        {
            var likelihood = new LikelihoodRatio(faulty);
            var health = 0.0;
            var fault = 0.0;
            foreach (var success in outcomes)
            {
                health = likelihood.TowardsHealth(health, success);
                fault = likelihood.TowardsFault(fault, success);
            }

            var bestHealth = 0.0;
            var bestFault = 0.0;
            for (var from = 0; from < outcomes.Length; from++)
            {
                var ratio = outcomes[from..].Sum(success => success
                    ? Math.Log(1 - LikelihoodRatio.Healthy) - Math.Log(1 - faulty)
                    : Math.Log(LikelihoodRatio.Healthy) - Math.Log(faulty));
                bestHealth = Math.Max(bestHealth, ratio);
                bestFault = Math.Max(bestFault, -ratio);
            }

            return Math.Abs(health - bestHealth) < 1e-9 && Math.Abs(fault - bestFault) < 1e-9;
        });

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-3)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void TowardsHealth_AnyYardstick_StaysFiniteAndOneSuccessCounts(double faulty)
    {
        var sum = new LikelihoodRatio(faulty).TowardsHealth(0, success: true);
        Assert.That(sum, Is.GreaterThan(0).And.LessThan(100));
    }
}
