using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

public sealed class LivePoliciesTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void SetUp() => _gate = new GateFixture();

    [TearDown]
    public void TearDown() => _gate.Dispose();

    [Test]
    public void GetAll_HoldOuts_GiveTheFalseKillRatioWithItsInterval()
    {
        _gate.Breakers["p-1"].HoldOut = new HoldOutCounts(10, 9);
        _gate.Put(Policy("p-1"));
        var view = _gate.Live.GetAll()[0];
        Assert.Multiple(() =>
        {
            Assert.That(view.HoldOut, Is.EqualTo(new HoldOutCounts(10, 9)));
            Assert.That(view.FalseKill!.Value.Ratio, Is.EqualTo(0.1).Within(1e-9));
            Assert.That(view.FalseKill.Value.Low, Is.EqualTo(0.0179).Within(1e-4));
            Assert.That(view.FalseKill.Value.High, Is.EqualTo(0.4042).Within(1e-4));
        });
    }

    [Test]
    public void GetAll_NoHoldOutYet_ClaimsNothing()
    {
        _gate.Put(Policy("p-1"), Policy("p-2", action: PolicyAction.Limit));
        Assert.That(_gate.Live.GetAll().Select(v => v.FalseKill), Is.All.Null);
        Assert.That(_gate.Live.GetAll().Select(v => v.State), Is.EqualTo(new[] { BreakerState.Open, BreakerState.Closed }));
    }

    [Test]
    public void GetAll_Lifetime_GivesTheTimesForPeople()
    {
        var start = _gate.Time.GetUtcNow();
        _gate.Put([Policy("p-1")], TimeSpan.FromSeconds(60));
        _gate.Time.Advance(TimeSpan.FromSeconds(10));
        _gate.Put([Policy("p-1")], TimeSpan.FromSeconds(60));
        var view = _gate.Live.GetAll()[0];
        Assert.That((view.CreatedAt, view.ExpiresAt), Is.EqualTo((start, (DateTimeOffset?)start.AddSeconds(70))));
        _gate.Put(Policy("p-2"));
        Assert.That(_gate.Live.GetAll()[0].ExpiresAt, Is.Null);
    }
}
