namespace Gateway.Tests.Breaking;

public sealed class CircuitBreakerTests
{
    private readonly Breakers _breakers = new();
    private ulong _voter;

    [SetUp]
    public void Reset()
    {
        _breakers.Log.Collector.Clear();
        _voter = 0;
    }

    [Test]
    public void TryAcquire_NewLearnedPolicy_RefusesAndSaysWhenTheOpenPeriodEnds()
    {
        var decision = _breakers.Learned().TryAcquire(++_voter);
        Assert.Multiple(() =>
        {
            Assert.That(decision.Permit, Is.Null);
            Assert.That(decision.State, Is.EqualTo(BreakerState.Open));
            Assert.That(decision.Role, Is.EqualTo(PolicyRole.Refused));
            Assert.That(decision.RetryAfter.TotalSeconds, Is.InRange(27, 33));
        });
    }

    [Test]
    public void TryAcquire_ManualPolicy_IsIsolatedForEverWithoutHoldOut()
    {
        var breaker = _breakers.Manual();
        for (var i = 0; i < 2000; i++)
        {
            _breakers.Time.Advance(TimeSpan.FromMilliseconds(100));
            var decision = breaker.TryAcquire(++_voter);
            Assert.That((decision.Permit, decision.State), Is.EqualTo(((IPermit?)null, BreakerState.Isolated)));
        }

        breaker.RecordSuccess(++_voter);
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Isolated));
    }

    [Test]
    public void Success_OfOneHoldOutOfAFullFault_HalfOpens()
    {
        var breaker = _breakers.Learned();
        var permit = _breakers.NextPermit(breaker);
        Assert.That(permit.Role, Is.EqualTo(PolicyRole.HoldOut));
        permit.Success();
        var status = breaker.GetState();
        Assert.Multiple(() =>
        {
            Assert.That(status.State, Is.EqualTo(BreakerState.HalfOpen));
            Assert.That(status.AdmittedShare, Is.EqualTo(0.2).Within(1e-9));
            Assert.That(status.HoldOut, Is.EqualTo(new HoldOutCounts(1, 0)));
        });
    }

    [Test]
    public void Success_OfOneHoldOutOfAPartialFault_IsNotYetEnough()
    {
        var breaker = _breakers.Learned(failureProbability: 0.85);
        _breakers.NextPermit(breaker).Success();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
        _breakers.NextPermit(breaker).Success();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
    }

    [Test]
    public void HalfOpen_EveryProbeIgnored_StillRecovers()
    {
        // A later check may refuse what was admitted: were such probes to keep their place, half-open would never end.
        var breaker = _breakers.HalfOpen();
        for (var i = 0; i < 100; i++)
        {
            _breakers.NextPermit(breaker).Ignore();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
        for (var i = 0; i < 20; i++)
        {
            _breakers.NextPermit(breaker).Success();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
    }

    [Test]
    public void HalfOpenByTime_PermitsNeverEnd_GoesOnAdmitting()
    {
        var breaker = HalfOpenByTime();
        var admitted = 0;
        for (var i = 0; i < 100; i++)
        {
            _breakers.Time.Advance(TimeSpan.FromMilliseconds(100));
            admitted += breaker.TryAcquire(++_voter).Permit is null ? 0 : 1;
        }

        Assert.That(admitted, Is.InRange(5, 12));
    }

    [Test]
    public void HalfOpenByTime_FaultGoesOn_ReopensAfterTwoProbes()
    {
        var breaker = HalfOpenByTime();
        var first = _breakers.NextPermit(breaker);
        Assert.That(first.Role, Is.EqualTo(PolicyRole.Probe));
        first.Failure();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
        _breakers.NextPermit(breaker).Failure();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void HalfOpenByTime_BusyScopeWithoutAnswers_HasTwoProbesUnderWay()
    {
        var breaker = HalfOpenByTime();
        var admitted = Enumerable.Range(0, 500).Count(_ => breaker.TryAcquire(++_voter).Permit is not null);
        Assert.That(admitted, Is.EqualTo(2));
    }

    [Test]
    public void HalfOpenByTime_ProbesEnded_MakeRoomForMore()
    {
        var breaker = HalfOpenByTime();
        var permits = Enumerable.Range(0, 500).Select(_ => breaker.TryAcquire(++_voter).Permit).OfType<IPermit>().ToArray();
        foreach (var permit in permits)
        {
            permit.Ignore();
        }

        Assert.That(Enumerable.Range(0, 500).Count(_ => breaker.TryAcquire(++_voter).Permit is not null), Is.EqualTo(2));
    }

    [Test]
    public void HalfOpen_ThinScope_AdmitsTwoRequestsASecond()
    {
        var breaker = _breakers.HalfOpen(requestsPerSecond: 4);
        Assert.That(breaker.GetState().AdmittedShare, Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void Closed_ThreeFailuresInARow_OpensAtOnce()
    {
        var breaker = _breakers.Closed();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
            var decision = breaker.TryAcquire(++_voter);
            Assert.That(decision.Role, Is.EqualTo(PolicyRole.Watched));
            decision.Permit!.Failure();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void Closed_FailuresAmongSuccesses_StaysClosed()
    {
        var breaker = _breakers.Closed();
        for (var i = 0; i < 200; i++)
        {
            var permit = breaker.TryAcquire(++_voter).Permit!;
            if (i % 3 == 0)
            {
                permit.Failure();
            }
            else
            {
                permit.Success();
            }
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
    }

    [Test]
    public void RecordFailure_Closed_CountsAsAPermitWould()
    {
        var breaker = _breakers.Closed();
        breaker.RecordFailure(1);
        breaker.RecordSuccess(2);
        breaker.RecordFailure(3);
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
        breaker.RecordFailure(2);
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void Success_OfAProbeFromBeforeReopening_SaysNothing()
    {
        var breaker = _breakers.HalfOpen();
        var late = _breakers.NextPermit(breaker);
        for (var i = 0; i < Breakers.Principals; i++)
        {
            _breakers.NextPermit(breaker).Failure();
        }

        late.Success();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void End_Twice_OnlyTheFirstCounts()
    {
        var breaker = _breakers.Learned();
        var permit = _breakers.NextPermit(breaker);
        permit.Failure();
        permit.Success();
        permit.Failure();
        permit.Ignore();
        var status = breaker.GetState();
        Assert.That((status.State, status.HoldOut), Is.EqualTo((BreakerState.Open, new HoldOutCounts(1, 1))));
    }

    [Test]
    public void Ignore_OfAHoldOut_CountsNothingAndIsDueAgain()
    {
        var breaker = _breakers.Learned();
        _breakers.NextPermit(breaker).Ignore();
        Assert.That(breaker.GetState().HoldOut, Is.EqualTo(default(HoldOutCounts)));
        var refused = 0;
        while (breaker.TryAcquire(++_voter).Permit is null)
        {
            refused++;
        }

        Assert.That(refused, Is.EqualTo(4), "one in five, without waiting for the next interval");
    }

    [Test]
    public void Transitions_AreLoggedWithThePolicy()
    {
        _breakers.Closed();
        var messages = _breakers.Log.Collector.GetSnapshot().Select(r => r.Message).ToArray();
        Assert.That(messages, Is.EqualTo(new[]
        {
            "Breaker of policy p-1 starts Open: query:q=x",
            "Breaker of policy p-1 goes from Open to HalfOpen: hold-outs succeed",
            "Breaker of policy p-1 goes from HalfOpen to Closed: the whole scope succeeds",
        }));
    }

    [Test]
    public void End_RacingThreads_EachPermitCountsOnce()
    {
        var breaker = new Breakers(options: new GatewayOptions { Breaker = new BreakerOptions { HoldOutRequests = 5 } }).Learned();
        var permits = Enumerable.Range(0, 200_000).Select(_ => breaker.TryAcquire(1).Permit).OfType<IPermit>().ToArray();
        Assert.That(permits, Has.Length.EqualTo(40_000));
        using var start = new Barrier(2);
        Parallel.Invoke(EndAll, EndAll);
        Assert.That(breaker.GetState().HoldOut, Is.EqualTo(new HoldOutCounts(permits.Length, permits.Length)));

        void EndAll()
        {
            start.SignalAndWait();
            foreach (var permit in permits)
            {
                permit.Failure();
            }
        }
    }

    [Test]
    public void TryAcquire_ManyThreads_AdmitsAsOneThreadWould()
    {
        var breaker = _breakers.Learned();
        var admitted = 0;
        Parallel.For(0, 50_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            if (breaker.TryAcquire(1).Permit is { } permit)
            {
                permit.Failure();
                Interlocked.Increment(ref admitted);
            }
        });

        var status = breaker.GetState();
        Assert.That((admitted, status.State, status.HoldOut), Is.EqualTo((1000, BreakerState.Open, new HoldOutCounts(1000, 1000))));
    }

    private ICircuitBreaker HalfOpenByTime()
    {
        var breaker = _breakers.Learned();
        for (var i = 0; i < Breakers.Principals; i++)
        {
            _breakers.NextPermit(breaker).Failure();
        }

        _breakers.Time.Advance(TimeSpan.FromSeconds(33.1));
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
        return breaker;
    }
}
