using CsCheck;
using Gateway.Modules.Breaking;

namespace Gateway.Tests.Breaking;

public sealed class HoldOutScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [Test]
    public void Offer_AnyArrivals_NeverPassesMoreThanOneInFiveNorTwoInARow() =>
        Gen.Select(Gen.Int[0, 3000].Array[1, 200], Gen.Int[0, 1000]).Sample((gaps, seed) =>
        {
            var schedule = new HoldOutSchedule(new Random(seed), new PrincipalTurns());
            schedule.Restart(TimeSpan.Zero, Interval);
            var now = TimeSpan.Zero;
            var passed = 0;
            for (var i = 0; i < gaps.Length; i++)
            {
                now += TimeSpan.FromMilliseconds(gaps[i]);
                if (schedule.Offer(1, now, Interval, 50))
                {
                    passed++;
                    // What an ignored hold-out gives back must not break the bound either.
                    schedule.GiveBack(now);
                }

                if (passed > (i + 1) / HoldOutSchedule.LeastRequests)
                {
                    return false;
                }
            }

            return true;
        });

    [Test]
    public void Offer_BusyScope_PassesOneInEveryFiftyRequests()
    {
        var schedule = new HoldOutSchedule(new Random(1), new PrincipalTurns());
        schedule.Restart(TimeSpan.Zero, Interval);
        var passed = Enumerable.Range(1, 1000).Count(i => schedule.Offer(1, TimeSpan.FromMicroseconds(i), Interval, 50));
        Assert.That(passed, Is.EqualTo(20));
    }

    [Test]
    public void Offer_TwentyRequestsASecond_PassesOneASecondGiveOrTakeTenPercent()
    {
        var schedule = new HoldOutSchedule(new Random(7), new PrincipalTurns());
        schedule.Restart(TimeSpan.Zero, Interval);
        var passes = Enumerable.Range(1, 2000).Select(i => TimeSpan.FromMilliseconds(50 * i))
            .Where(t => schedule.Offer(1, t, Interval, 50)).ToArray();
        var gaps = passes.Zip(passes.Skip(1), (a, b) => (b - a).TotalSeconds).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(gaps, Has.All.InRange(0.9, 1.15));
            Assert.That(gaps.Distinct().Count(), Is.GreaterThan(1), "jitter");
        });
    }
}
