using Gateway.Modules.Shared.Statistics;

namespace Gateway.Tests.Shared.Statistics;

public sealed class FalseKillsTests
{
    [Test]
    public void Of_NoHoldOuts_IsUnknown() => Assert.That(FalseKills.Of(default), Is.Null);

    [TestCase(10, 10, 0.0)]
    [TestCase(10, 5, 0.5)]
    [TestCase(10, 0, 1.0)]
    public void Of_HoldOuts_IsTheShareThatSucceeded(long sent, long failed, double expected)
    {
        var estimate = FalseKills.Of(new HoldOutCounts(sent, failed))!.Value;
        Assert.That(estimate.Ratio, Is.EqualTo(expected).Within(1e-12));
        Assert.That(expected, Is.InRange(estimate.Low, estimate.High));
        Assert.That((estimate.Low, estimate.High), Is.EqualTo((Math.Max(0, estimate.Low), Math.Min(1, estimate.High))));
    }

    [TestCase(new BreakerState[0], BreakerState.Closed)]
    [TestCase(new[] { BreakerState.HalfOpen, BreakerState.Closed }, BreakerState.HalfOpen)]
    [TestCase(new[] { BreakerState.HalfOpen, BreakerState.Open }, BreakerState.Open)]
    [TestCase(new[] { BreakerState.Isolated, BreakerState.Open }, BreakerState.Isolated)]
    public void Worst_States_IsTheOneThatRefusesTheMost(BreakerState[] states, BreakerState expected) =>
        Assert.That(states.Worst(), Is.EqualTo(expected));
}
