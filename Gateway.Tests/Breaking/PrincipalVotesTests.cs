namespace Gateway.Tests.Breaking;

/// <summary>One principal, one vote: what one client can and cannot do to a breaker that is not about it alone.</summary>
public sealed class PrincipalVotesTests
{
    private const ulong Hostile = 66;
    private readonly Breakers _breakers = new();

    [Test]
    public void HalfOpen_OnePrincipalGoesOnFailing_OthersAreAdmittedWithinFiveSeconds()
    {
        var breaker = _breakers.Learned(requestsPerSecond: 30);
        var refused = Run(breaker, seconds: 20, share: 3, (voter, _) => voter == Hostile);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Where(r => r.Voter != Hostile).Select(r => r.Second).DefaultIfEmpty().Max(), Is.LessThan(5));
            Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
        }
    }

    [Test]
    public void Open_OnePrincipalSendsMost_HoldOutsAreSpreadOverAll()
    {
        var breaker = _breakers.Learned(requestsPerSecond: 30);
        var sent = new List<ulong>();
        for (var i = 0; i < 600; i++)
        {
            _breakers.Time.Advance(TimeSpan.FromMilliseconds(33));
            var voter = i % 10 == 0 ? (ulong)(1 + (i / 10 % 4)) : Hostile;
            if (breaker.TryAcquire(voter).Permit is { } permit)
            {
                sent.Add(voter);
                permit.Failure();
            }
        }

        Assert.That(sent.Count(v => v == Hostile), Is.LessThanOrEqualTo(0.4 * sent.Count));
    }

    [Test]
    public void Closed_OnePrincipalFails_StaysClosed()
    {
        var breaker = _breakers.Closed();
        for (var i = 0; i < 500; i++)
        {
            breaker.TryAcquire(Hostile).Permit!.Failure();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
    }

    [Test]
    public void Closed_EveryPrincipalFailsAgainWhileOneSucceeds_Opens()
    {
        var breaker = _breakers.Closed();
        for (var voter = 100UL; voter < 112 && breaker.GetState().State == BreakerState.Closed; voter++)
        {
            breaker.TryAcquire(voter).Permit!.Failure();
            breaker.TryAcquire(Hostile).Permit?.Success();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void TryAcquire_VoterWithoutAName_ItsFailuresDoNotOpen()
    {
        var breaker = _breakers.Closed();
        for (var i = 0; i < 50; i++)
        {
            breaker.TryAcquire(0).Permit!.Failure();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
    }

    [Test]
    public void Release_HoldOutOfALongAnswer_ItsLateFailureIsEvidence()
    {
        var breaker = _breakers.Learned();
        var permit = _breakers.NextPermit(breaker);
        permit.Release();
        Assert.That(breaker.GetState().HoldOut, Is.EqualTo(default(HoldOutCounts)));
        _breakers.Time.Advance(TimeSpan.FromSeconds(5));
        permit.Failure();
        Assert.That((breaker.GetState().State, breaker.GetState().HoldOut), Is.EqualTo((BreakerState.Open, new HoldOutCounts(1, 1))));
    }

    [Test]
    public void Release_ProbesOfLongAnswers_MakeRoomAndNeitherCloseNorOpen()
    {
        var breaker = _breakers.Learned();
        _breakers.Time.Advance(TimeSpan.FromSeconds(33.1));
        var probes = 0;
        for (var voter = 1UL; voter < 200; voter++)
        {
            if (breaker.TryAcquire(voter).Permit is { } permit)
            {
                probes++;
                permit.Release();
            }
        }

        Assert.That((probes > 10, breaker.GetState().State), Is.EqualTo((true, BreakerState.HalfOpen)));
    }

    [Test]
    public void Release_FailureOfAnEarlierLife_CountsNow()
    {
        var breaker = _breakers.Learned();
        var late = Enumerable.Range(0, 4).Select(_ => _breakers.NextPermit(breaker)).ToArray();
        foreach (var permit in late)
        {
            permit.Release();
        }

        _breakers.Time.Advance(TimeSpan.FromSeconds(35));
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
        foreach (var permit in late)
        {
            permit.Failure();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    private List<(double Second, ulong Voter)> Run(ICircuitBreaker breaker, int seconds, int share, Func<ulong, double, bool> fails)
    {
        var refused = new List<(double, ulong)>();
        for (var i = 0; i < seconds * 30; i++)
        {
            _breakers.Time.Advance(TimeSpan.FromSeconds(1 / 30.0));
            var voter = i % share == 0 ? Hostile : (ulong)(1 + (i % 5));
            var second = i / 30.0;
            var permit = breaker.TryAcquire(voter).Permit;
            if (permit is null)
            {
                refused.Add((second, voter));
            }
            else if (fails(voter, second))
            {
                permit.Failure();
            }
            else
            {
                permit.Success();
            }
        }

        return refused;
    }
}
