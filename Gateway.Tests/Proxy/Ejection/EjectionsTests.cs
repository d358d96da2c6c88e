using Gateway.Modules.Proxy.Ejection;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Proxy.Gate;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.Proxy.Ejection;

public sealed class EjectionsTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void Start() => _gate = new GateFixture();

    [TearDown]
    public void End() => _gate.Dispose();

    [TestCase(3, 50, "b", "b")]
    [TestCase(3, 50, "b,c", "b")]
    [TestCase(4, 50, "b,c,d", "b,c")]
    [TestCase(2, 50, "a,b", "a")]
    [TestCase(2, 49, "a", "")]
    [TestCase(1, 50, "a", "")]
    [TestCase(1, 100, "a", "")]
    [TestCase(3, 100, "a,b,c", "a,b")]
    [TestCase(3, 0, "a", "")]
    [TestCase(3, 50, "z,b", "b")]
    public void Of_PoliciesNameDestinations_TakesOutAsManyAsMayBe(int destinations, int percent, string named, string expected)
    {
        _gate.Put([.. named.Split(',').Select((id, i) => Eject(id, $"p-{i}"))]);
        Assert.That(EjectedOf("u", destinations, destinations, percent), Is.EqualTo(expected));
    }

    [Test]
    public void Of_OnlyTheNamedDestinationIsAvailable_ItStays()
    {
        _gate.Put(Eject("a"));
        Assert.That(EjectedOf("u", 4, available: 1), Is.Empty);
    }

    [TestCase(null, "a")]
    [TestCase("u", "a")]
    [TestCase("other", "")]
    public void Of_PolicyOfAnUpstream_IsAboutThatOneOnly(string? upstream, string expected)
    {
        _gate.Put(Eject("a") with { Upstream = upstream });
        Assert.That(EjectedOf("u"), Is.EqualTo(expected));
    }

    [Test]
    public void Of_BreakerIsClosed_DestinationIsBack()
    {
        _gate.Put(Eject("a"));
        _gate.Breakers["p-1"].State = BreakerState.HalfOpen;
        Assert.That(EjectedOf("u"), Is.EqualTo("a"));
        _gate.Breakers["p-1"].State = BreakerState.Closed;
        Assert.That(EjectedOf("u"), Is.Empty);
    }

    [TestCase(PolicyMode.Shadow)]
    [TestCase(PolicyMode.Disabled)]
    public void Of_PolicyIsNotEnforced_NothingIsOut(PolicyMode mode)
    {
        _gate.Put(Eject("a") with { Mode = mode });
        Assert.That(EjectedOf("u"), Is.Empty);
    }

    [Test]
    public void Of_GatewayIsInShadow_NothingIsOut()
    {
        _gate.Put(Eject("a"));
        Assert.That(EjectedOf("u", mode: PolicyMode.Shadow), Is.Empty);
    }

    [Test]
    public void Of_KillSwitchIsOn_NothingIsOut()
    {
        _gate.Put(Eject("a"));
        _gate.KillSwitch.Set(true);
        Assert.That(EjectedOf("u"), Is.Empty);
    }

    [Test]
    public void Of_PolicyHasRunOut_DestinationIsBack()
    {
        _gate.Put([Eject("a")], TimeSpan.FromSeconds(60));
        Assert.That(EjectedOf("u"), Is.EqualTo("a"));
        _gate.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.That(EjectedOf("u"), Is.Empty);
    }

    [Test]
    public void Decide_PolicyEjects_TheGateAsksNothingAndRefusesNothing()
    {
        _gate.Put(Eject("a"));
        Assert.That(_gate.Decide().Refused, Is.False);
        Assert.That(_gate.Breakers["p-1"].Asked, Is.Zero);
    }

    private static Policy Eject(string destination, string id = "p-1") =>
        GateFixture.Policy(id, $"destination={destination}", PolicyAction.Eject);

    private string EjectedOf(
        string upstream, int destinations = 4, int? available = null, int percent = 50, PolicyMode mode = PolicyMode.Enforce)
    {
        var options = new FixedOptions(new GatewayOptions { Policies = new() { MaxEjectedPercent = percent, Mode = mode } });
        var ejections = new Ejections(_gate.Snapshots, _gate.KillSwitch, options.Section<PoliciesOptions>(), _gate.Time);
        var all = Enumerable.Range(0, destinations).Select(i => new DestinationState(((char)('a' + i)).ToString())).ToArray();
        return string.Join(',', ejections.Of(upstream, all, all[..(available ?? destinations)]).Select(e => e.Destination.DestinationId));
    }
}
