using Gateway.Modules.Breaking;


namespace Gateway.Tests.Breaking;

public sealed class LikelihoodRatioTests
{
    [TestCase(0.98, 1)]
    [TestCase(0.85, 2)]
    public void OfSuccess_SuccessesInARow_AreLikelyAfter(double faulty, int needed)
    {
        var likelihood = new LikelihoodRatio(faulty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((needed - 1) * likelihood.OfSuccess, Is.LessThan(LikelihoodRatio.Likely));
            Assert.That(needed * likelihood.OfSuccess, Is.GreaterThanOrEqualTo(LikelihoodRatio.Likely));
        }
    }

    [Test]
    public void OfFailure_FailuresInARow_AreLikelyAfterTwoAndNearlyCertainAfterThree()
    {
        var one = new LikelihoodRatio(0.98).OfFailure;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(one, Is.LessThan(LikelihoodRatio.Likely));
            Assert.That(2 * one, Is.InRange(LikelihoodRatio.Likely, LikelihoodRatio.NearlyCertain));
            Assert.That(3 * one, Is.GreaterThanOrEqualTo(LikelihoodRatio.NearlyCertain));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-3)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void OfSuccess_AnyYardstick_StaysFiniteAndOneSuccessCounts(double faulty) =>
        Assert.That(new LikelihoodRatio(faulty).OfSuccess, Is.GreaterThan(0).And.LessThan(100));
}
