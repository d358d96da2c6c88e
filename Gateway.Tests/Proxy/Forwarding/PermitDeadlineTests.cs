using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class PermitDeadlineTests
{
    private FakeTimeProvider _time = null!;
    private CountingPermit _permit = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _permit = new CountingPermit(PolicyRole.HoldOut);
    }

    [Test]
    public void End_AnswerEnds_CountsOnce()
    {
        var deadline = Held();
        deadline.HeadersArrived(upgraded: false);
        deadline.End(RequestOutcome.Success, 200, null, []);
        deadline.End(RequestOutcome.TransportError, 0, null, []);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_permit.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
    }

    [TestCase(RequestOutcome.Success, "1 successes, 0 failures, 0 ignored")]
    [TestCase(RequestOutcome.UpstreamError, "0 successes, 1 failures, 0 ignored")]
    public void HeadersArrived_StreamGoesOn_GivesItsPlaceBackAfterTwoSecondsAndIsJudgedAtItsEnd(RequestOutcome outcome, string expected)
    {
        var deadline = Held();
        deadline.HeadersArrived(upgraded: false);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That(_permit.Released, Is.False);

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.That((_permit.Released, _permit.Ends), Is.EqualTo((true, "0 successes, 0 failures, 0 ignored")));

        deadline.End(outcome, 500, null, []);
        Assert.That(_permit.Ends, Is.EqualTo(expected));
    }

    [Test]
    public void HeadersArrived_Upgraded_EndsAtOnce()
    {
        Held().HeadersArrived(upgraded: true);
        Assert.That(_permit.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
    }

    [Test]
    public void End_HeadersNeverCame_WaitsForTheEnd()
    {
        var deadline = Held();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(deadline.Ended, Is.False);

        deadline.End(RequestOutcome.ClientAborted, 0, null, []);
        Assert.That(_permit.Ends, Is.EqualTo("0 successes, 0 failures, 1 ignored"));
    }

    private PermitDeadline Held()
    {
        var policy = new Policy
        {
            Id = "p-1",
            Scope = new Scope([new DimensionTest("route", TestOperator.Equal, "r")]),
            Action = PolicyAction.Break,
            Mode = PolicyMode.Enforce,
            Origin = PolicyOrigin.Learned,
        };
        var live = new LivePolicy(policy, 1, CompiledScope.TryCompile(policy.Scope, out _)!, new PolicyState(null, null, _time.GetUtcNow()),
            null, null);
        var permits = new HeldPermits();
        permits[0] = new HeldPermit(live, _permit);
        return new PermitDeadline(new GateDecision(in permits, 1) { Policy = live, Role = PolicyRole.HoldOut }, _time);
    }
}
