using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Tests.Policies.Findings;

public sealed class ScopeCountTests
{
    [Test]
    public void Lower_EqualWeights_IsThatOfTheRows() =>
        Assert.That(CountOf(12, 0, 10).Lower(1.645), Is.EqualTo(WilsonInterval.Lower(12, 12, 1.645)).Within(1e-12));

    /// <summary>Ten rows of weight 1 and one of weight 10: (20)²/110 = 3.6 rows, not eleven.</summary>
    [Test]
    public void Lower_UnequalWeights_CountsFewerRows()
    {
        var count = CountOf(10, 0, 1);
        count.Add(CountOf(1, 0, 10));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(count.EffectiveTotal, Is.EqualTo(400.0 / 110).Within(1e-12));
            Assert.That(count.Lower(1.645), Is.LessThan(0.6), "eleven rows would give 0.80");
        }
    }

    /// <summary>A row that stands for many decides the share, not the certainty.</summary>
    [Test]
    public void Lower_OneHeavySuccess_WeighsDownTheShare()
    {
        var count = CountOf(10, 0, 1);
        count.Add(CountOf(0, 1, 10));
        Assert.That((count.FailureShare, count.Lower(1.645) < 0.25), Is.EqualTo((0.5, true)));
    }

    [Test]
    public void Upper_NoRows_IsOne() => Assert.That(default(ScopeCount).Upper(1.645), Is.EqualTo(1));

    private static ScopeCount CountOf(int failures, int successes, double weight)
    {
        var sum = default(ScopeCount);
        for (var i = 0; i < failures + successes; i++)
        {
            sum.Add(ScopeCount.Of(i < failures, weight));
        }

        return sum;
    }
}
