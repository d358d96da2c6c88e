using Gateway.Modules.Proxy.Gate;

namespace Gateway.Tests.Proxy.Gate;

public sealed class PolicyGateFallbackTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void Start() => _gate = new GateFixture();

    [TearDown]
    public void End() => _gate.Dispose();

    [TestCase("", null)]
    [TestCase("b", "b")]
    [TestCase("b,c", "b")]
    public void Decide_Refused_GoesToTheFirstFallback(string fallbacks, string? expected)
    {
        _gate.Put(GateFixture.Policy("p-1", "route=orders"));
        var decision = Decide(fallbacks);
        Assert.That((decision.Fallback, decision.Refused), Is.EqualTo((expected, expected is null)));
    }

    [TestCase("b,c", "c")]
    [TestCase("b", null)]
    public void Decide_PolicyOfAFallbackRefuses_GoesToTheNextOrIsRefusedByTheFirst(string fallbacks, string? expected)
    {
        _gate.Put(GateFixture.Policy("p-1", "route=orders"), GateFixture.Policy("p-2", "upstream=b"));
        var decision = Decide(fallbacks);
        Assert.That((decision.Fallback, decision.Policy!.Policy.Id), Is.EqualTo((expected, "p-1")));
        Assert.That(CountsOf("p-2"), Is.EqualTo(new PolicyCounts(1, 0, 0, 0)));
        Assert.That(CountsOf("p-1"), Is.EqualTo(expected is null
            ? new PolicyCounts(1, 1, 0, 0) : new PolicyCounts(1, 0, 0, 0) { Rerouted = 1 }));
    }

    [Test]
    public void Decide_SeveralPoliciesAreAboutTheFirst_NoneIsAskedAtTheFallback()
    {
        _gate.Put(GateFixture.Policy("p-1", "route=orders"), GateFixture.Policy("p-2", "query:q=x"));
        Assert.That(Decide("b").Fallback, Is.EqualTo("b"));
        Assert.That(_gate.Breakers["p-2"].Asked, Is.Zero, "its hold-out there would be evidence of another upstream");
    }

    [Test]
    public void Decide_PolicyOfTheFallbackLetsAHoldOutIn_ItIsThatPolicysEvidence()
    {
        _gate.Put(GateFixture.Policy("p-1", "route=orders"), GateFixture.Policy("p-2", "upstream=b"));
        _gate.Breakers["p-2"].Role = PolicyRole.HoldOut;
        var decision = Decide("b");
        Assert.That((decision.Fallback, decision.Policy!.Policy.Id, decision.Role), Is.EqualTo(("b", "p-2", PolicyRole.HoldOut)));
        decision.Complete(RequestOutcome.Rerouted, 200, null, []);
        Assert.That(_gate.Breakers["p-2"].Ends, Is.EqualTo(new[] { "success" }));
        Assert.That(_gate.Breakers["p-1"].Ends, Is.Empty);
    }

    [Test]
    public void Decide_KillSwitchIsOn_NothingIsRerouted()
    {
        _gate.Put(GateFixture.Policy("p-1", "route=orders"));
        _gate.KillSwitch.Set(true);
        Assert.That((Decide("b").Fallback, CountsOf("p-1").ShadowRefused), Is.EqualTo(((string?)null, 1)));
    }

    private GateDecision Decide(string fallbacks) => _gate.Gate.Decide(
        Requests.Facts("?q=x", upstream: "a", principalKey: "key-1"), [.. fallbacks.Split(',', StringSplitOptions.RemoveEmptyEntries)]);

    private PolicyCounts CountsOf(string id) => _gate.Live.GetAll().Single(v => v.Policy.Id == id).Counts;
}
