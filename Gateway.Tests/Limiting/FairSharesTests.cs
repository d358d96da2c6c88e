using Gateway.Modules.Limiting;

namespace Gateway.Tests.Limiting;

public sealed class FairSharesTests
{
    private const ulong Greedy = 99;
    private Limiters _limiters = null!;

    [SetUp]
    public void SetUp() => _limiters = new Limiters();

    [TestCase(100, 9, 5)]
    [TestCase(20, 3, 4)]
    [TestCase(1000, 50, 15)]
    public void TryAcquire_OneIsGreedy_TheOthersGetWhatTheyAskForAndItGetsTheRest(double rate, int others, double each)
    {
        var (own, greedy) = Share(rate, others, each, greedyPerSecond: 20 * rate);
        Assert.That(own, Is.GreaterThan(0.97), "who asks for less than its part gets it");
        Assert.That(greedy, Is.EqualTo(rate - (others * each)).Within(0.1 * rate), "nothing is wasted");
    }

    [Test]
    public void TryAcquire_AllAreGreedy_EachGetsTheSame()
    {
        var limiter = _limiters.Manual(100);
        var got = new int[10];
        var random = new Random(1);
        for (var i = 0; i < 40_000; i++)
        {
            _limiters.Advance(0.0005);
            var who = random.Next(got.Length);
            got[who] += Limiters.Admitted(limiter, 1, (ulong)who + 1);
        }

        Assert.That(got.Sum(), Is.EqualTo(2000).Within(150));
        Assert.That(got, Is.All.EqualTo(200).Within(20));
    }

    [Test]
    public void TryAcquire_WithoutAName_ShareOnePlace()
    {
        var limiter = _limiters.Manual(100);
        var named = 0;
        for (var i = 0; i < 20_000; i++)
        {
            _limiters.Advance(0.001);
            Limiters.Admitted(limiter, 1, voter: 0);
            named += i % 25 == 0 ? Limiters.Admitted(limiter, 1, voter: 7) : 0;
        }

        Assert.That(named, Is.EqualTo(800).Within(16), "it asks for 40 a second, and half of 100 is its own");
    }

    [Test]
    public void TryAcquire_OneAlone_HasTheWholeRate()
    {
        var limiter = _limiters.Manual(50);
        var got = 0;
        for (var i = 0; i < 10_000; i++)
        {
            _limiters.Advance(0.001);
            got += Limiters.Admitted(limiter, 1);
        }

        Assert.That(got, Is.EqualTo(550).Within(5));
    }

    [Test]
    public void Places_MorePrincipalsThanPlaces_StayBounded()
    {
        var shares = new FairShares();
        var bucket = new TokenBucket(1e6, 1e6, TimeSpan.Zero);
        for (ulong voter = 1; voter <= 3 * FairShares.Most; voter++)
        {
            shares.TryTake(voter, bucket, TimeSpan.FromSeconds(0.001 * voter), out _);
        }

        Assert.That((shares.Count, shares.Evicted), Is.EqualTo((FairShares.Most, 2L * FairShares.Most)));
    }

    [Test]
    public void Cleanup_ForgetsWhoHasNotAsked()
    {
        var limiter = _limiters.Manual(100);
        Limiters.Admitted(limiter, 1, voter: 1);
        Limiters.Admitted(limiter, 1, voter: 2);
        _limiters.Advance(50);
        Limiters.Admitted(limiter, 1, voter: 2);
        _limiters.Advance(20);
        Assert.That(limiter.Cleanup(TimeSpan.FromSeconds(60)), Is.EqualTo(1));
        Assert.That(limiter.Cleanup(TimeSpan.FromSeconds(60)), Is.Zero);
    }

    /// <summary>Part of their wishes that the others got, and what the greedy one got a second.</summary>
    private (double Own, double Greedy) Share(double rate, int others, double each, double greedyPerSecond)
    {
        const double Seconds = 30;
        var limiter = _limiters.Manual(rate);
        var random = new Random(1);
        var (asked, got, greedy) = (0, 0, 0);
        var all = greedyPerSecond + (others * each);
        for (var at = 0.0; at < Seconds;)
        {
            var step = -Math.Log(1 - random.NextDouble()) / all;
            at += step;
            _limiters.Advance(step);
            if (random.NextDouble() * all < greedyPerSecond)
            {
                greedy += at > 2 ? Limiters.Admitted(limiter, 1, Greedy) : 0;
                continue;
            }

            asked++;
            got += Limiters.Admitted(limiter, 1, (ulong)random.Next(1, others + 1));
        }

        return ((double)got / asked, greedy / (Seconds - 2));
    }
}
