using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

/// <summary>What shadow counts is what enforcing refuses: the same traffic and the same seed, once each way.</summary>
public sealed class ShadowCountsTests
{
    private static readonly Policy[] Policies =
    [
        Policy("p-1") with { RequestsPerSecond = 20 },
        Policy("p-2", "route=orders & query:q=x") with { RequestsPerSecond = 20 },
        Policy("p-3", "route=orders") with { RequestsPerSecond = 20, FailureProbability = 0.85 },
    ];

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Decide_GatewayInShadow_CountsExactlyWhatEnforcingRefuses(int seed)
    {
        var enforced = Run(seed, PolicyMode.Enforce, Policies);
        var shadow = Run(seed, PolicyMode.Shadow, Policies);
        Assert.That(enforced.Select(v => v.Refused), Has.All.GreaterThan(0), "each of them refuses something");
        Assert.That(shadow.Select(v => (v.ShadowRefused, v.HoldOut)), Is.EqualTo(enforced.Select(v => (v.Refused, v.HoldOut))));
        Assert.That(shadow.Select(v => v.Refused), Is.All.Zero);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Decide_OnePolicyInShadow_CountsExactlyWhatItWouldRefuse(int seed)
    {
        var enforced = Run(seed, PolicyMode.Enforce, Policies[2]);
        var shadow = Run(seed, PolicyMode.Enforce, Policies[2] with { Mode = PolicyMode.Shadow });
        Assert.That(shadow[0].ShadowRefused, Is.EqualTo(enforced[0].Refused).And.GreaterThan(0));
    }

    private static PolicyCounts[] Run(int seed, PolicyMode mode, params Policy[] policies)
    {
        using var gate = new GateFixture(
            new GatewayOptions { Policies = new() { Mode = mode }, Diagnostics = new() { RandomSeed = seed } }, realBreakers: true);
        gate.Put(policies);
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(50));
            var fails = i is < 600 or > 1200;
            var decision = gate.Decide(random.Next(3) == 0 ? "?q=y" : "?q=x");
            if (!decision.Refused)
            {
                decision.Complete(fails ? RequestOutcome.UpstreamError : RequestOutcome.Success, fails ? 500 : 200,
                    fails ? "c-7" : null, []);
            }
        }

        return [.. gate.Live.GetAll().Select(v => v.Counts)];
    }
}
