using System.Net;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Requests;
using Gateway.Tests.Doubles;
using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

public sealed class PolicyGateTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void SetUp() => _gate = new GateFixture();

    [TearDown]
    public void TearDown() => _gate.Dispose();

    [Test]
    public void Decide_NoPolicy_Forwards()
    {
        var decision = _gate.Decide();
        Assert.That((decision.Refused, decision.Policy, decision.Role, decision.HoldsPermits),
            Is.EqualTo((false, (LivePolicy?)null, PolicyRole.None, false)));
    }

    [Test]
    public void Decide_BreakerRefuses_RefusesWithThePolicyAndTheTime()
    {
        _gate.Put(Policy("p-1"));
        var decision = _gate.Decide();
        Assert.Multiple(() =>
        {
            Assert.That(decision.Refused, Is.True);
            Assert.That(decision.Policy?.Policy.Id, Is.EqualTo("p-1"));
            Assert.That(decision.Role, Is.EqualTo(PolicyRole.Refused));
            Assert.That(decision.State, Is.EqualTo(BreakerState.Open));
            Assert.That(decision.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(12.3)));
            Assert.That(decision.SnapshotRevision, Is.EqualTo(1));
            Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(1, 1, 0, 0)));
            Assert.That(_gate.Live.GetTotals(), Is.EqualTo(new TrafficTotals(0, 1, 0, 0)));
        });
    }

    [Test]
    public void Decide_OtherRequest_IsForwardedAndNotCounted()
    {
        _gate.Put(Policy("p-1"));
        Assert.That(_gate.Decide("?q=y").Refused, Is.False);
        Assert.That(_gate.Live.GetAll()[0].Counts.Matched, Is.Zero);
    }

    [Test]
    public void Decide_HoldOut_ForwardsWithAPermit()
    {
        _gate.Put(Policy("p-1"));
        _gate.Breakers["p-1"].Role = PolicyRole.HoldOut;
        var decision = _gate.Decide();
        Assert.That((decision.Refused, decision.Role, decision.HoldsPermits), Is.EqualTo((false, PolicyRole.HoldOut, true)));
        decision.Complete(RequestOutcome.Success, 200, clusterId: null, []);
        Assert.That(_gate.Breakers["p-1"].Ends, Is.EqualTo(new[] { "success" }));
        Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(1, 0, 0, 1)));
        Assert.That(_gate.Live.GetTotals(), Is.EqualTo(new TrafficTotals(1, 0, 0, 1)));
    }

    [TestCase(RequestOutcome.Success, null, "success")]
    [TestCase(RequestOutcome.Success, "c-9", "success")]
    [TestCase(RequestOutcome.UpstreamError, "c-7", "failure")]
    [TestCase(RequestOutcome.UpstreamError, null, "failure", TestName = "Complete_FailureOfUnknownCause_CountsAsFailure")]
    [TestCase(RequestOutcome.UpstreamError, "c-9", "ignored", TestName = "Complete_FailureOfAnotherCause_IsIgnored")]
    [TestCase(RequestOutcome.TransportError, "c-7", "failure")]
    [TestCase(RequestOutcome.Timeout, "c-7", "failure")]
    [TestCase(RequestOutcome.ClientAborted, null, "ignored")]
    [TestCase(RequestOutcome.ClientAborted, "c-7", "ignored")]
    [TestCase(RequestOutcome.Refused, null, "ignored")]
    public void Complete(RequestOutcome outcome, string? clusterId, string end)
    {
        _gate.Put(Policy("p-1"));
        _gate.Breakers["p-1"].Role = PolicyRole.Probe;
        _gate.Decide().Complete(outcome, outcome == RequestOutcome.UpstreamError ? 500 : 0, clusterId, []);
        Assert.That(_gate.Breakers["p-1"].Ends, Is.EqualTo(new[] { end }));
    }

    [TestCase(404, "c-9", ErrorKind.DataConflict, "success", TestName = "Complete_AnswerThatIsNeverActedOn_IsASuccess")]
    [TestCase(404, null, ErrorKind.CallerFault, "success", TestName = "Complete_AnswerThatIsNeverActedOnForACallersFault_IsASuccess")]
    [TestCase(429, "c-9", ErrorKind.DataConflict, "success", TestName = "Complete_CallerErrorOfAnotherCause_IsASuccess")]
    [TestCase(422, null, ErrorKind.DataConflict, "success", TestName = "Complete_CallerErrorOfUnknownCause_IsASuccess")]
    [TestCase(422, "c-9", ErrorKind.CallerFault, "ignored", TestName = "Complete_CallerErrorOfAnotherCauseForACallersFault_IsIgnored")]
    [TestCase(422, "c-7", ErrorKind.CallerFault, "failure", TestName = "Complete_CallerErrorOfTheSameCause_IsAFailure")]
    [TestCase(422, null, ErrorKind.CallerFault, "failure", TestName = "Complete_CallerErrorOfUnknownCauseForACallersFault_IsAFailure")]
    public void Complete_CallerError(int status, string? clusterId, ErrorKind kind, string end)
    {
        _gate.Put(Policy("p-1") with { Clusters = [new ClusterReference("c-7", "deadlock", kind)] });
        _gate.Breakers["p-1"].Role = PolicyRole.Probe;
        _gate.Decide().Complete(RequestOutcome.UpstreamError, status, clusterId, [404]);
        Assert.That(_gate.Breakers["p-1"].Ends, Is.EqualTo(new[] { end }));
    }

    [Test]
    public void Complete_PolicyWithoutClusters_CountsEveryFailure()
    {
        _gate.Put(Policy("p-1") with { Clusters = [] });
        _gate.Breakers["p-1"].Role = PolicyRole.Probe;
        _gate.Decide().Complete(RequestOutcome.UpstreamError, 500, "c-9", []);
        Assert.That(_gate.Breakers["p-1"].Ends, Is.EqualTo(new[] { "failure" }));
    }

    [Test]
    public void Decide_LaterPolicyRefuses_IgnoresThePermitsTakenAndAsksNoFurther()
    {
        _gate.Put(Policy("p-1"), Policy("p-2"), Policy("p-3"));
        _gate.Breakers["p-1"].Role = PolicyRole.Probe;
        var decision = _gate.Decide();
        Assert.Multiple(() =>
        {
            Assert.That(decision.Policy?.Policy.Id, Is.EqualTo("p-2"));
            Assert.That(decision.HoldsPermits, Is.False);
            Assert.That(_gate.Breakers["p-1"].Ends, Is.EqualTo(new[] { "ignored" }));
            Assert.That(_gate.Breakers["p-3"].Asked, Is.Zero, "its hold-out would be spent on a request that is never sent");
            Assert.That(_gate.Live.GetAll().Select(p => p.Counts.Matched), Is.EqualTo(new[] { 1, 1, 1 }));
            Assert.That(_gate.Live.GetAll().Select(p => p.Counts.HoldOut), Is.All.Zero);
        });
    }

    [Test]
    public void Decide_MorePoliciesThanPermitsFit_EndsEveryPermit()
    {
        string[] ids = ["p-1", "p-2", "p-3", "p-4", "p-5", "p-6"];
        _gate.Put([.. ids.Select(id => Policy(id))]);
        foreach (var id in ids)
        {
            _gate.Breakers[id].Role = PolicyRole.Watched;
        }

        _gate.Decide().Complete(RequestOutcome.Success, 200, clusterId: null, []);
        Assert.That(ids.Select(id => string.Join(',', _gate.Breakers[id].Ends)),
            Is.EqualTo(new[] { "success", "success", "success", "success", "ignored", "ignored" }));
    }

    [Test]
    public void Decide_SeveralRoles_NamesTheHoldOut()
    {
        _gate.Put(Policy("p-1"), Policy("p-2", mode: PolicyMode.Shadow), Policy("p-3"));
        _gate.Breakers["p-1"].Role = PolicyRole.Watched;
        _gate.Breakers["p-3"].Role = PolicyRole.HoldOut;
        var decision = _gate.Decide();
        Assert.That((decision.Policy?.Policy.Id, decision.Role), Is.EqualTo(("p-3", PolicyRole.HoldOut)));
    }

    [Test]
    public void Decide_ShadowPolicy_CountsAndForwards()
    {
        _gate.Put(Policy("p-1", mode: PolicyMode.Shadow));
        AssertShadow();
    }

    [Test]
    public void Decide_ShadowEverywhere_CountsAndForwards()
    {
        _gate.Put(Policy("p-1"));
        _gate.Options.Set(new GatewayOptions { Policies = new PoliciesOptions { Mode = PolicyMode.Shadow } });
        AssertShadow();
    }

    [Test]
    public void Decide_KillSwitchOn_CountsAndForwardsUntilItIsOff()
    {
        _gate.Put(Policy("p-1"));
        _gate.KillSwitch.Set(true);
        AssertShadow();
        _gate.KillSwitch.Set(false);
        Assert.That(_gate.Decide().Refused, Is.True);
    }

    [Test]
    public void Decide_DisabledPolicy_IsNotThere()
    {
        _gate.Put(Policy("p-1", mode: PolicyMode.Disabled));
        Assert.That(_gate.Decide().Refused, Is.False);
        Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(default(PolicyCounts)));
    }

    [TestCase(PolicyAction.Observe)]
    [TestCase(PolicyAction.Eject)]
    public void Decide_OtherActions_CountTheMatchOnly(PolicyAction action)
    {
        _gate.Put(Policy("p-1", action: action));
        var decision = _gate.Decide();
        Assert.That((decision.Refused, decision.Role), Is.EqualTo((false, PolicyRole.None)));
        Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(1, 0, 0, 0)));
        Assert.That(_gate.Breakers.Created, Is.Zero);
    }

    [Test]
    public void Decide_ExpiredPolicy_FailsOpen()
    {
        _gate.Put([Policy("p-1")], TimeSpan.FromSeconds(60));
        _gate.Time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.That(_gate.Decide().Refused, Is.True);
        _gate.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That(_gate.Decide().Refused, Is.False);
        Assert.That(_gate.Live.GetAll(), Is.Empty);
    }

    private static readonly string[] ScopesOfEveryKind =
    [
        "route=other", "method=POST", "upstream=other", "path=/api/customers/{int}", $"principal={PrincipalName.OfKey("k-2")}",
        "principal=10.0.0.9",
        "header:X-Tenant-Id=globex", $"header:X-Tenant-Id={ValueHash.TextOf("globex")}", "query:q=other", "query:q=a c",
        $"query:q={ValueHash.TextOf("other")}",
        "query:n=José", "bodyBytes>=100000", "bodyBytes=7", "destination=d", "body:model=m",
        "route=orders & path=/api/orders/{int} & query:q=z",
    ];

    [TestCaseSource(nameof(ScopesOfEveryKind))]
    public void Decide_OnePolicyThatDoesNotMatch_AllocatesNothing(string scope) => AssertAllocatesNothing(scope);

    [Test]
    public void Decide_ManyPoliciesNoneMatches_AllocatesNothing() => AssertAllocatesNothing(ScopesOfEveryKind);

    private void AssertAllocatesNothing(params string[] scopes)
    {
        _gate.Put([.. scopes.Select((s, i) => Policy($"p-{i}", s))]);
        var byKey = Requests.Facts("?a=1&n=Jos%C3%A9+P&q=a%20b", bodyBytes: 12, principalKey: "k-1", headers: ("X-Tenant-Id", "acme"));
        var byAddress = Requests.Facts("?a=1&n=Jos%C3%A9+P&q=a%20b", bodyBytes: 12, address: IPAddress.Parse("10.0.0.1"),
            headers: ("X-Tenant-Id", "acme"));
        var refused = 0;
        var allocated = WarmAllocation.Of(() => refused += _gate.Gate.Decide(byKey).Refused
            || _gate.Gate.Decide(byAddress).Refused ? 1 : 0);
        Assert.That((allocated, refused), Is.EqualTo((0L, 0)));
        Assert.That(_gate.Live.GetAll().Select(p => p.Counts.Matched), Is.All.Zero);
    }

    private void AssertShadow()
    {
        var decision = _gate.Decide();
        Assert.That((decision.Refused, decision.Role, decision.Policy?.Policy.Id), Is.EqualTo((false, PolicyRole.ShadowRefused, "p-1")));
        Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(1, 0, 1, 0)));
        Assert.That(_gate.Live.GetTotals().Allowed, Is.EqualTo(1));
    }
}
