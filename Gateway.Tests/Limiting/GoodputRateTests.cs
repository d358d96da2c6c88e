namespace Gateway.Tests.Limiting;

/// <summary>What a learned limit makes of services that are simulated.</summary>
public sealed class GoodputRateTests
{
    private const double Free = double.PositiveInfinity;

    [TestCase(80, 240, 0.67)]
    [TestCase(80, 240, 0.4, TestName = "Overload_TooHighAnEstimate")]
    [TestCase(80, 240, 0.9, TestName = "Overload_TooLowAnEstimate")]
    [TestCase(800, 3000, 0.73)]
    public void Overload_EndsNearCapacityWithFewErrors(double capacity, double demand, double estimate)
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var traffic = new LimitedTraffic(_ => capacity, demand, estimatedShare: estimate, seed: seed);
            traffic.Run(4);
            var figures = traffic.Run(30);
            Assert.That(figures.Goodput / capacity, Is.InRange(0.9, 1.1), $"seed {seed}");
            Assert.That(figures.ErrorRatio, Is.LessThanOrEqualTo(0.1), $"seed {seed}");
        }
    }

    [Test]
    public void Overload_JustOverCapacity_TakesLittleFromIt()
    {
        var traffic = new LimitedTraffic(_ => 80, 90, estimatedShare: 0.2);
        traffic.Run(4);
        var figures = traffic.Run(64);
        Assert.That(figures.Goodput / 80, Is.InRange(0.88, 1.05));
        Assert.That(figures.ErrorRatio, Is.LessThanOrEqualTo(0.05));
    }

    [Test]
    public void Overload_Ends_TheLimitLetsGoWithin5Seconds()
    {
        // The end comes in every part of the cycle from cut to cut.
        for (var end = 20.0; end < 24; end += 0.3)
        {
            var traffic = new LimitedTraffic(t => t < end ? 80 : Free, 240);
            traffic.Run(end + 4);
            Assert.That(traffic.Run(end + 5).RefusedRatio, Is.LessThan(0.01), $"ended at {end}");
            traffic.Run(end + 7);
            Assert.That(traffic.Stats.Lifted, Is.True, $"ended at {end}");
        }
    }

    [Test]
    public void Overload_CapacityDoubles_TheRateFollows()
    {
        var traffic = new LimitedTraffic(t => t < 10 ? 80 : 160, 240);
        traffic.Run(15);
        var figures = traffic.Run(30);
        Assert.That(figures.Goodput / 160, Is.InRange(0.9, 1.1));
        Assert.That(figures.ErrorRatio, Is.LessThanOrEqualTo(0.1));
    }

    [Test]
    public void Overload_CapacityCollapses_TheRateFollowsAndIsNotEmpty()
    {
        var traffic = new LimitedTraffic(t => t < 10 ? 80 : 10, 240);
        traffic.Run(20);
        var figures = traffic.Run(60);
        Assert.That(figures.Goodput / 10, Is.InRange(0.85, 1.1));
        Assert.That(figures.ErrorRatio, Is.LessThanOrEqualTo(0.25));
    }

    [Test]
    public void Overload_Returns_ShapesAgainAtOnce()
    {
        var traffic = new LimitedTraffic(t => t is < 8 or > 16 ? 80 : Free, 240);
        Assert.That(traffic.Run(12).Asked, Is.Positive);
        var free = traffic.Run(16);
        Assert.That((free.RefusedRatio, traffic.Stats.Lifted), Is.EqualTo((0.0, true)));
        traffic.Run(18);
        var again = traffic.Run(30);
        Assert.That(again.Goodput / 80, Is.InRange(0.9, 1.1));
        Assert.That(again.ErrorRatio, Is.LessThanOrEqualTo(0.1));
    }

    [Test]
    public void NoOverload_FewFailNowAndThen_IsLiftedAndStarvesNobody()
    {
        var traffic = new LimitedTraffic(_ => Free, 100, failing: 0.02, estimatedShare: 0.3);
        traffic.Run(10);
        Assert.That(traffic.Run(60).RefusedRatio, Is.LessThan(0.001));
    }

    [TestCase(0.15)]
    [TestCase(0.3)]
    public void NoOverload_ManyFailWhateverTheRate_GivesUpLimiting(double failing)
    {
        var traffic = new LimitedTraffic(_ => Free, 100, failing: failing, estimatedShare: failing);
        Assert.That(traffic.Run(15).RefusedRatio, Is.GreaterThan(0.1), "it was tried");
        var figures = traffic.Run(600);
        Assert.That(figures.RefusedRatio, Is.LessThan(0.08), "and seldom again");
    }

    [Test]
    public void Down_NothingSucceeds_KeepsTheLeastRate()
    {
        var traffic = new LimitedTraffic(_ => Free, 100, failing: 1, estimatedShare: 0.98);
        traffic.Run(10);
        var figures = traffic.Run(60);
        Assert.That((figures.Asked - figures.Refused) / 50.0, Is.InRange(0.5, 2.5), "no healthy request is refused in vain");
    }

    [Test]
    public void Shadow_Overload_CountsWhatEnforcingWouldRefuse()
    {
        var traffic = new LimitedTraffic(_ => 80, 240, shadow: true);
        traffic.Run(2);
        var figures = traffic.Run(22);
        Assert.That(figures.RefusedRatio, Is.EqualTo(1 - (80.0 / 240)).Within(0.08));
        Assert.That(figures.Goodput, Is.EqualTo(80).Within(4), "nothing was refused");
    }

    [Test]
    public void OneClientFails_OfMany_DoesNotSlowTheOthers()
    {
        var limiters = new Limiters();
        var limiter = limiters.Learned(50, 0.2);
        var before = limiter.GetStats().RatePerSecond;
        for (var i = 0; i < 100; i++)
        {
            limiters.Advance(0.02);
            limiter.TryAcquire(99).Permit?.Failure();
            limiter.TryAcquire((ulong)(1 + (i % 20))).Permit?.Success();
        }

        Assert.That(limiter.GetStats().RatePerSecond, Is.GreaterThanOrEqualTo(before));
    }
}
