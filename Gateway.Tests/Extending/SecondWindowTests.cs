using Acme.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Extending;

public sealed class SecondWindowTests
{
    [Test]
    public void TryAcquire_OverTheRate_WaitsForTheNextSecond()
    {
        var time = new FakeTimeProvider();
        var limiter = new SecondWindows(time).Create(PolicyAt(2));
        time.Advance(TimeSpan.FromMilliseconds(400));
        LimiterDecision[] taken = [limiter.TryAcquire(1), limiter.TryAcquire(1), limiter.TryAcquire(2)];
        time.Advance(taken[2].RetryAfter);
        Assert.That(taken.Select(t => t.Permit?.Role), Is.EqualTo(new PolicyRole?[] { PolicyRole.Admitted, PolicyRole.Admitted, null }));
        Assert.That(taken[2].RetryAfter, Is.EqualTo(TimeSpan.FromMilliseconds(600)));
        Assert.That(limiter.TryAcquire(2).Permit, Is.Not.Null);
        Assert.That(limiter.GetStats(), Is.EqualTo(new LimiterStats(2, 1, 3, 1)));
    }

    [Test]
    public void UpdatePolicy_HigherRate_HoldsAtOnce()
    {
        var limiter = new SecondWindows(new FakeTimeProvider()).Create(PolicyAt(1));
        limiter.TryAcquire(1);
        limiter.UpdatePolicy(2, burst: 2);
        Assert.That(limiter.TryAcquire(1).Permit, Is.Not.Null);
        Assert.That(limiter.TryAcquire(1).Permit, Is.Null);
        Assert.That(limiter.Cleanup(TimeSpan.Zero), Is.Zero);
    }

    private static Policy PolicyAt(double rate) => new()
    {
        Id = "p-1",
        Scope = new Scope([new DimensionTest("route", TestOperator.Equal, "orders")]),
        Action = PolicyAction.Limit,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Manual,
        RatePerSecond = rate,
    };
}
