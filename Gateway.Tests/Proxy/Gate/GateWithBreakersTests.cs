using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

/// <summary>The gate with the breakers it has in the product, on fake time.</summary>
public sealed class GateWithBreakersTests
{
    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    [TestCaseSource(nameof(Seeds))]
    public void FaultEnds_TwoPoliciesOverlap_BothRecover(int seed)
    {
        using var gate = new GateFixture(new GatewayOptions { Diagnostics = new DiagnosticsOptions { RandomSeed = seed } },
            realBreakers: true);
        gate.Put(Policy("p-1") with { RequestsPerSecond = 22 }, Policy("p-2", "route=orders & query:q=x") with { RequestsPerSecond = 22 });
        var end = TimeSpan.FromSeconds(10);
        var lastRefused = TimeSpan.Zero;
        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(40); at += TimeSpan.FromMilliseconds(45))
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(45));
            var decision = gate.Decide();
            if (decision.Refused)
            {
                lastRefused = at;
            }
            else
            {
                decision.Complete(at < end ? RequestOutcome.UpstreamError : RequestOutcome.Success, at < end ? 500 : 200,
                    at < end ? "c-7" : null, []);
            }
        }

        Assert.That((lastRefused - end).TotalSeconds, Is.InRange(0, 5));
    }

    [Test]
    public void Decide_ManualPolicy_RefusesWithoutEnd()
    {
        using var gate = new GateFixture(realBreakers: true);
        gate.Put(Policy("maintenance") with { Origin = PolicyOrigin.Manual });
        for (var i = 0; i < 500; i++)
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(200));
            Assert.That(gate.Decide().Refused, Is.True);
        }

        Assert.That(gate.Live.GetAll()[0].State, Is.EqualTo(BreakerState.Isolated));
    }

    [Test]
    public void Decide_HoldOutFailsOfAnotherCause_LeavesTheEvidenceAlone()
    {
        using var gate = new GateFixture(realBreakers: true);
        gate.Put(Policy("p-1"));
        for (var i = 0; i < 200; i++)
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(50));
            gate.Decide().Complete(RequestOutcome.UpstreamError, 500, "c-9", []);
        }

        var view = gate.Live.GetAll()[0];
        Assert.That(view.Counts.HoldOut, Is.GreaterThan(5));
        Assert.That((view.State, view.HoldOut, view.FalseKill),
            Is.EqualTo((BreakerState.Open, default(HoldOutCounts), (FalseKillEstimate?)null)));
    }
}
