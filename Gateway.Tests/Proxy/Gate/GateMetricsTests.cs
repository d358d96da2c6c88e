using System.Diagnostics.Metrics;
using Gateway.Modules.Proxy.Gate;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

public sealed class GateMetricsTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void SetUp() => _gate = new GateFixture();

    [TearDown]
    public void TearDown() => _gate.Dispose();

    [TestCase(BreakerState.Open, "open")]
    [TestCase(BreakerState.HalfOpen, "half_open")]
    [TestCase(BreakerState.Isolated, "isolated")]
    public void Refusals_AreCountedByActionAndReason(BreakerState state, string reason)
    {
        using var refusals = Collect<long>(MetricNames.Refusals);
        using var shadow = Collect<long>(MetricNames.ShadowRefusals);
        _gate.Breakers["p-1"].State = state;
        _gate.Put(Policy("p-1"));
        _gate.Decide();
        _gate.KillSwitch.Set(true);
        _gate.Decide();
        foreach (var collector in new[] { refusals, shadow })
        {
            var measurement = collector.GetMeasurementSnapshot().Single();
            Assert.That(measurement.Value, Is.EqualTo(1));
            Assert.That(measurement.Tags, Is.EquivalentTo(new Dictionary<string, object?> { ["action"] = "break", ["reason"] = reason }));
        }
    }

    [Test]
    public void BreakerState_SeveralPoliciesOfACluster_IsTheWorst()
    {
        using var states = Collect<int>(MetricNames.BreakerState);
        _gate.Breakers["p-1"].State = BreakerState.HalfOpen;
        _gate.Breakers["p-2"].State = BreakerState.Open;
        _gate.Breakers["p-3"].State = BreakerState.Closed;
        _gate.Put(Policy("p-1"), Policy("p-2"), Policy("p-3"), Policy("p-4", action: PolicyAction.Limit));
        states.RecordObservableInstruments();
        var measurement = states.GetMeasurementSnapshot().Single();
        Assert.That(measurement.Value, Is.EqualTo(1), "open refuses more than half-open");
        Assert.That(measurement.Tags["cluster"], Is.EqualTo("other"), "no cluster is known here");
    }

    [Test]
    public void FalseKill_MorePoliciesThanLabels_ShowsThoseThatRefuseMost()
    {
        using var ratios = Collect<double>(MetricNames.FalseKillRatio);
        _gate.Options.Set(new GatewayOptions { Metrics = new MetricsOptions { TopK = 1 } });
        _gate.Breakers["p-1"].HoldOut = _gate.Breakers["p-2"].HoldOut = new HoldOutCounts(4, 3);
        _gate.Put(Policy("p-1", "query:q=a"), Policy("p-2", "query:q=b"), Policy("p-3", "query:q=b"));
        _gate.Decide("?q=b");
        ratios.RecordObservableInstruments();
        var measurement = ratios.GetMeasurementSnapshot().Single();
        Assert.That((measurement.Value, measurement.Tags["policy"]), Is.EqualTo((0.25, (object?)"p-2")));
    }

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct
    {
        _ = _gate.Get<GateMetrics>();
        return new MetricCollector<T>(_gate.Get<IMeterFactory>(), MetricNames.MeterPrefix + "Proxy", instrument);
    }
}
