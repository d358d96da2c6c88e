namespace Gateway.Tests.Limiting;

public sealed class PolicyLimiterTests
{
    private Limiters _limiters = null!;

    [SetUp]
    public void SetUp() => _limiters = new Limiters();

    [Test]
    public void TryAcquire_ManualRate_AdmitsASecondsWorthAtOnceAndTheRateAfterwards()
    {
        var limiter = _limiters.Manual(20);
        Assert.That(Limiters.Admitted(limiter, 50), Is.EqualTo(20));
        var admitted = 0;
        for (var i = 0; i < 1000; i++)
        {
            _limiters.Advance(0.01);
            admitted += Limiters.Admitted(limiter, 1);
        }

        Assert.That(admitted, Is.EqualTo(200).Within(1));
    }

    [Test]
    public void TryAcquire_Refused_SaysWhenATokenIsThere()
    {
        var limiter = _limiters.Manual(2);
        Limiters.Admitted(limiter, 2);
        var refused = limiter.TryAcquire(1);
        Assert.That((refused.Permit, refused.RetryAfter), Is.EqualTo(((IPermit?)null, TimeSpan.FromSeconds(0.5))));
        _limiters.Time.Advance(refused.RetryAfter);
        Assert.That(limiter.TryAcquire(1).Permit?.Role, Is.EqualTo(PolicyRole.Admitted));
    }

    [Test]
    public void Manual_NoRate_HasTheDefaultAndFollowsIt()
    {
        var limiter = _limiters.Manual(null);
        Assert.That(limiter.GetStats().RatePerSecond, Is.EqualTo(100));
        _limiters.Options.Set(new GatewayOptions { Limiter = new LimiterOptions { DefaultRate = 7 } });
        Assert.That(limiter.GetStats().RatePerSecond, Is.EqualTo(7));
    }

    [Test]
    public void Manual_MaxRateComesDown_HoldsAtOnce()
    {
        var limiter = _limiters.Manual(500);
        _limiters.Options.Set(new GatewayOptions { Limiter = new LimiterOptions { DefaultRate = 10, MaxRate = 50 } });
        Assert.That(limiter.GetStats().RatePerSecond, Is.EqualTo(50));
        Assert.That(Limiters.Admitted(limiter, 100), Is.EqualTo(50));
    }

    [Test]
    public void Manual_EverythingFails_KeepsItsRate()
    {
        var limiter = _limiters.Manual(20);
        for (var i = 0; i < 400; i++)
        {
            _limiters.Advance(0.05);
            limiter.TryAcquire((ulong)(1 + (i % 5))).Permit?.Failure(TimeSpan.FromSeconds(30));
        }

        Assert.That((limiter.GetStats().RatePerSecond, limiter.GetStats().Limited), Is.EqualTo((20.0, 0L)));
    }

    [Test]
    public void UpdatePolicy_LowerRate_KeepsTheTokensThatFit()
    {
        var limiter = _limiters.Manual(20);
        limiter.UpdatePolicy(5, burst: 5);
        Assert.That(Limiters.Admitted(limiter, 50), Is.EqualTo(5));
        limiter.UpdatePolicy(20, burst: 20);
        Assert.That(Limiters.Admitted(limiter, 50), Is.Zero, "tokens that did not fit are gone");
    }

    [Test]
    public void GetStats_CountsWhatWasAllowedAndLimited()
    {
        var limiter = _limiters.Manual(3);
        Limiters.Admitted(limiter, 5);
        Assert.That(limiter.GetStats(), Is.EqualTo(new LimiterStats(3, 0, 3, 2)));
    }

    [Test]
    public void GiveBack_RequestIsNotSent_TokenIsThereAgain()
    {
        var limiter = _limiters.Manual(2);
        var permit = limiter.TryAcquire(1).Permit!;
        Assert.That(Limiters.Admitted(limiter, 5), Is.EqualTo(1));
        permit.GiveBack();
        permit.GiveBack();
        permit.Failure();
        Assert.That(Limiters.Admitted(limiter, 5), Is.EqualTo(1));
        Assert.That(limiter.GetStats().Allowed, Is.EqualTo(2));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void End_SentRequest_DoesNotGiveTheTokenBack(bool ignored)
    {
        var limiter = _limiters.Manual(2);
        var permit = limiter.TryAcquire(1).Permit!;
        if (ignored)
        {
            permit.Ignore();
        }
        else
        {
            permit.Release();
            permit.Success();
        }

        Assert.That(Limiters.Admitted(limiter, 5), Is.EqualTo(1));
    }

    [Test]
    public void Learned_UnknownDemand_AdmitsAllAndWatches()
    {
        var limiter = _limiters.Learned(0, 0.5);
        Assert.That(Limiters.Admitted(limiter, 1000), Is.EqualTo(1000));
        Assert.That(limiter.GetStats().Lifted, Is.True);
    }

    [Test]
    public void Learned_FloorAndCeiling_Hold()
    {
        _limiters.Options.Set(new GatewayOptions { Limiter = new LimiterOptions { DefaultRate = 10, MinRate = 5, MaxRate = 40 } });
        Assert.That(_limiters.Learned(1000, 0.98).GetStats().RatePerSecond, Is.EqualTo(15).Within(1e-9), "three quarters of 20");
        Assert.That(_limiters.Learned(10, 0.98).GetStats().RatePerSecond, Is.EqualTo(5));
        Assert.That(_limiters.Learned(1000, 0.1).GetStats().RatePerSecond, Is.EqualTo(30), "three quarters of the ceiling");
    }

    [Test]
    public void Learned_NeitherRefusalNorFailure_IsLiftedAfter2Seconds()
    {
        var limiter = _limiters.Learned(100, 0.5);
        for (var i = 0; i < 19; i++)
        {
            limiter.TryAcquire(1).Permit!.Success();
            _limiters.Advance(0.1);
        }

        Assert.That(limiter.GetStats().Lifted, Is.False);
        _limiters.Advance(0.3);
        Assert.That(limiter.GetStats().Lifted, Is.True);
        Assert.That(Limiters.Admitted(limiter, 1000), Is.EqualTo(1000));
    }

    [Test]
    public async Task TryAcquire_ManyThreads_NeverAdmitsMoreThanTheTokensAndEndsEachPermitOnce()
    {
        var limiter = _limiters.Manual(5000);
        var admitted = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), (i, _) =>
        {
            if (limiter.TryAcquire((ulong)(i % 7)).Permit is { } permit)
            {
                Interlocked.Increment(ref admitted);
                permit.Success();
                permit.Failure();
                permit.GiveBack();
            }

            return ValueTask.CompletedTask;
        });
        var stats = limiter.GetStats();
        Assert.That(admitted, Is.LessThanOrEqualTo(5000));
        Assert.That((stats.Allowed, stats.Allowed + stats.Limited), Is.EqualTo(((long)admitted, 20_000L)));
        Assert.That(stats.Tokens, Is.EqualTo(5000 - admitted).Within(1e-6));
    }
}
