namespace Gateway.Tests.Breaking;

/// <summary>An operator holds a learned policy's breaker open, and lets go.</summary>
public sealed class IsolationTests
{
    private readonly Breakers _breakers = new();

    [TestCase(BreakerState.Open)]
    [TestCase(BreakerState.HalfOpen)]
    [TestCase(BreakerState.Closed)]
    public void Isolate_FromAnyState_RefusesForGoodWithoutHoldOut(BreakerState from)
    {
        var breaker = In(from);
        breaker.Isolate();
        for (var i = 0; i < 1000; i++)
        {
            _breakers.Time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.That(breaker.TryAcquire((ulong)(1 + (i % 3))).Permit, Is.Null);
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Isolated));
    }

    [Test]
    public void Isolate_HalfOpen_OutcomesOfBeforeSayNothing()
    {
        var breaker = _breakers.HalfOpen();
        var probes = Enumerable.Range(0, 4).Select(_ => _breakers.NextPermit(breaker)).ToArray();
        breaker.Isolate();
        Array.ForEach(probes, p => p.Success());
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Isolated));
        breaker.EndIsolation();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
    }

    [Test]
    public void EndIsolation_OpensAnewWithItsHoldOut()
    {
        var breaker = _breakers.Closed();
        breaker.Isolate();
        breaker.EndIsolation();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Open));
        var permit = _breakers.NextPermit(breaker);
        Assert.That(permit.Role, Is.EqualTo(PolicyRole.HoldOut));
        permit.Success();
        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.HalfOpen));
    }

    [TestCase(BreakerState.Open)]
    [TestCase(BreakerState.HalfOpen)]
    [TestCase(BreakerState.Closed)]
    public void EndIsolation_NotIsolated_ChangesNothing(BreakerState state)
    {
        var breaker = In(state);
        breaker.EndIsolation();
        Assert.That(breaker.GetState().State, Is.EqualTo(state));
    }

    private ICircuitBreaker In(BreakerState state) => state switch
    {
        BreakerState.Open => _breakers.Learned(),
        BreakerState.HalfOpen => _breakers.HalfOpen(),
        _ => _breakers.Closed(),
    };
}
