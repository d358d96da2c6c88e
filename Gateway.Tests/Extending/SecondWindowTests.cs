using Acme.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Extending;

public sealed class SecondWindowTests
{
    [Test]
    public void TryAcquire_OverTheRate_WaitsForTheNextSecond()
    {
        var time = new FakeTimeProvider();
        var limiter = new SecondWindow(time, ratePerSecond: 2);
        time.Advance(TimeSpan.FromMilliseconds(400));
        var taken = new[] { limiter.TryAcquire(out _), limiter.TryAcquire(out _), limiter.TryAcquire(out var wait) };
        time.Advance(wait);
        Assert.That(taken, Is.EqualTo(new[] { true, true, false }));
        Assert.That(wait, Is.EqualTo(TimeSpan.FromMilliseconds(600)));
        Assert.That(limiter.TryAcquire(out _), Is.True);
        Assert.That(limiter.GetStats(), Is.EqualTo(new LimiterStats(2, 1, 3, 1)));
    }

    [Test]
    public void UpdatePolicy_HigherRate_HoldsAtOnce()
    {
        var limiter = new SecondWindow(new FakeTimeProvider(), ratePerSecond: 1);
        limiter.TryAcquire(out _);
        limiter.UpdatePolicy(2, burst: 2);
        Assert.That(limiter.TryAcquire(out _), Is.True);
        Assert.That(limiter.TryAcquire(out _), Is.False);
        Assert.That(limiter.Cleanup(TimeSpan.Zero), Is.Zero);
    }
}
