namespace Gateway.Tests.Proxy.Gate;

public sealed class KillSwitchTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void IsOn_AtStart_IsTheSetting(bool setting)
    {
        using var gate = new GateFixture(Options(setting));
        Assert.That(gate.KillSwitch.IsOn, Is.EqualTo(setting));
    }

    [Test]
    public void Reload_ChangesTheSetting_IsApplied()
    {
        using var gate = new GateFixture(Options(false));
        _ = gate.KillSwitch;
        gate.Options.Set(Options(true));
        Assert.That(gate.KillSwitch.IsOn, Is.True);
    }

    [Test]
    public void Reload_OfSomethingElse_LeavesWhatTheOperatorSwitched()
    {
        using var gate = new GateFixture(Options(false));
        gate.KillSwitch.Set(true);
        gate.Options.Set(Options(false) with { Breaker = new BreakerOptions { HoldOutRequests = 10 } });
        Assert.That(gate.KillSwitch.IsOn, Is.True);
    }

    private static GatewayOptions Options(bool on) => new() { Policies = new PoliciesOptions { KillSwitch = on } };
}
