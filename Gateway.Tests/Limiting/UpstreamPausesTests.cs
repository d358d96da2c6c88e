namespace Gateway.Tests.Limiting;

/// <summary>What an upstream's <c>Retry-After</c> stops, and whom.</summary>
public sealed class UpstreamPausesTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private Limiters _limiters = null!;
    private IRateLimiter _limiter = null!;

    [SetUp]
    public void SetUp()
    {
        _limiters = new Limiters();
        _limiter = _limiters.Learned(1000, 0.5);
    }

    [Test]
    public void Failure_OneIsTold_WaitsAlone()
    {
        Tell(1, TimeSpan.FromSeconds(3600));
        var itself = _limiter.TryAcquire(1);
        Assert.That((itself.Permit, itself.RetryAfter), Is.EqualTo(((IPermit?)null, TimeSpan.FromSeconds(60))), "a minute at most");
        Assert.That(_limiter.TryAcquire(2).Permit, Is.Not.Null, "it may be the caller's own quota");
        _limiters.Advance(60);
        Assert.That(_limiter.TryAcquire(1).Permit, Is.Not.Null);
    }

    [Test]
    public void Failure_ThreeAreTold_NothingOfTheScopeGoesBefore()
    {
        for (ulong voter = 1; voter <= 3; voter++)
        {
            Tell(voter, Wait);
        }

        Assert.That(_limiter.TryAcquire(77).Permit, Is.Null);
        _limiters.Advance(4.9);
        Assert.That(_limiter.TryAcquire(78).Permit, Is.Null);
        _limiters.Advance(0.2);
        Assert.That(_limiter.TryAcquire(78).Permit, Is.Not.Null);
    }

    [Test]
    public void Failure_OneIsToldAgainAndAgain_TheOthersGo()
    {
        for (var i = 0; i < 20; i++)
        {
            var permits = Enumerable.Range(0, 3).Select(_ => _limiter.TryAcquire(1).Permit).ToArray();
            foreach (var permit in permits)
            {
                permit?.Failure(Wait);
            }

            _limiters.Advance(5.01);
        }

        Assert.That(_limiter.TryAcquire(2).Permit, Is.Not.Null);
    }

    [Test]
    public void Failure_ThreeOfManyAreTold_TheOthersGo()
    {
        for (ulong voter = 11; voter <= 20; voter++)
        {
            _limiter.TryAcquire(voter).Permit!.Success();
        }

        for (ulong voter = 1; voter <= 3; voter++)
        {
            Tell(voter, Wait);
        }

        Assert.That(_limiter.TryAcquire(11).Permit, Is.Not.Null, "most of those heard are served");
        Assert.That(_limiter.TryAcquire(1).Permit, Is.Null);
    }

    [Test]
    public void Failure_OneSaysMuchLonger_TheScopeWaitsAsLongAsThreeSay()
    {
        Tell(1, TimeSpan.FromSeconds(60));
        Tell(2, Wait);
        Tell(3, Wait);
        _limiters.Advance(5.1);
        Assert.That(_limiter.TryAcquire(77).Permit, Is.Not.Null);
        Assert.That(_limiter.TryAcquire(1).Permit, Is.Null);
    }

    [Test]
    public void Failure_ScopeNamesItsPrincipal_OneIsEnough()
    {
        _limiter = _limiters.Learned(1000, 0.5, "principal=10.0.0.1");
        Tell(1, Wait);
        Assert.That(_limiter.TryAcquire(1).Permit, Is.Null);
        Assert.That(_limiter.TryAcquire(0).Permit, Is.Null);
    }

    [Test]
    public void Failure_ToldToWaitNotAtAll_Goes()
    {
        for (ulong voter = 1; voter <= 5; voter++)
        {
            Tell(voter, TimeSpan.Zero);
        }

        Assert.That(_limiter.TryAcquire(1).Permit, Is.Not.Null);
    }

    [Test]
    public void Pause_Over_TheRateIsWhatItWas()
    {
        var before = _limiter.GetStats().RatePerSecond;
        for (ulong voter = 1; voter <= 3; voter++)
        {
            Tell(voter, TimeSpan.FromSeconds(30));
        }

        for (var i = 0; i < 300; i++)
        {
            _limiters.Advance(0.1);
            _limiter.TryAcquire(5);
        }

        Assert.That(_limiter.GetStats().RatePerSecond, Is.EqualTo(before).Within(0.1 * before), "silence is no measurement");
    }

    private void Tell(ulong voter, TimeSpan wait) => _limiter.TryAcquire(voter).Permit!.Failure(wait);
}
