using System.Collections.Immutable;
using Gateway.Lab.Figures;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Tests.Lab;

public sealed class FiguresTests
{
    private const double EndMs = 30_000;
    private static readonly Fault Poison = LabWorld.Fault(8, 18);

    private static ImmutableArray<RequestRecord> Doomed(Func<double, Fate> fate, double stepMs = 50) =>
        LabWorld.Log(8, 18, stepMs, RequestClass.Doomed, fate);

    private static Fate RefusedFrom(double at, double moment) => at >= moment ? Fate.Refused : Fate.Failed;

    private static RequestRecord AsHoldOut(RequestRecord record) => record with { Fate = Fate.Failed, HoldOut = true };

    [TestCase(0, 10.0, 0)]
    [TestCase(1, 1.0, 1)]
    [TestCase(3, 1.0, 1)]
    [TestCase(5, 1.0, 1)]
    [TestCase(30, 1.0, 1)]
    [TestCase(100, 1.0, 3)]
    [TestCase(100, 10.0, 10)]
    [TestCase(20, 10.0, 4)]
    [TestCase(1000, 10.0, 25)]
    public void HoldOutAllowance_OfDoomed_IsTheLargerOfTheTwoRules(int doomed, double seconds, int expected) =>
        Assert.That(HoldOutAllowance.Of(doomed, seconds), Is.EqualTo(expected));

    [Test]
    public void RefusedShare_MoreHoldOutsThanAllowed_TheRestCountsAgainst()
    {
        Assert.That(HoldOutAllowance.RefusedShare(100, 98, 2, 1), Is.EqualTo(1));
        Assert.That(HoldOutAllowance.RefusedShare(100, 90, 10, 1), Is.EqualTo(90.0 / 97).Within(1e-9));
        Assert.That(HoldOutAllowance.RefusedShare(0, 0, 0, 1), Is.Null);
    }

    [Test]
    public void Mitigation_RefusedFromAMoment_CountsFromTheFirstFailingAnswer()
    {
        var times = Mitigation.Of(Poison, Doomed(at => RefusedFrom(at, 9_500)), EndMs)!.Value;
        Assert.That(times.FirstFailureMs, Is.EqualTo(8_005));

        // With 20 a second, 90 % lets the two at the window's start fail: 9,400 and 9,450.
        Assert.That(times.TimeToMitigateMs, Is.EqualTo(9_350 - 8_005).Within(10));
    }

    [Test]
    public void Mitigation_HoldOutEachSecond_DoesNotDelayIt()
    {
        var log = Doomed(at => RefusedFrom(at, 9_500), stepMs: 200).Select((r, i) => r.Refused && i % 5 == 0 ? AsHoldOut(r) : r)
            .ToImmutableArray();
        Assert.That(Mitigation.Of(Poison, log, EndMs)!.Value.MitigatedMs, Is.Not.Null.And.LessThanOrEqualTo(9_500));
    }

    [Test]
    public void Mitigation_RefusesOnlyHalf_IsNever()
    {
        var times = Mitigation.Of(Poison, Doomed(at => (int)(at / 50) % 2 == 0 ? Fate.Refused : Fate.Failed), EndMs)!.Value;
        Assert.That(times.TimeToMitigateMs, Is.Null);
    }

    [Test]
    public void Mitigation_RefusedOnlyInTheFaultsLastHalfSecond_IsNever() =>
        Assert.That(Mitigation.Of(Poison, Doomed(at => RefusedFrom(at, 17_500)), EndMs)!.Value.TimeToMitigateMs, Is.Null);

    [Test]
    public void Mitigation_FaultFromTheStart_CountsFromItsFirstFailure()
    {
        var log = LabWorld.Log(0, 30, 50, RequestClass.Doomed, at => RefusedFrom(at, 1_000));
        Assert.That(Mitigation.Of(LabWorld.Fault(0, 30), log, EndMs)!.Value.TimeToMitigateMs, Is.EqualTo(850 - 5).Within(10));
    }

    [Test]
    public void Mitigation_NothingDoomedOrNoise_DoesNotApply()
    {
        Assert.That(Mitigation.Of(Poison, [], EndMs), Is.Null);
        Assert.That(Mitigation.Of(LabWorld.Fault(8, 18, probability: 0.1), Doomed(_ => Fate.Failed), EndMs), Is.Null);
    }

    [Test]
    public void Mitigation_OfOneDestination_EndsWithTheUpstreamsFailures()
    {
        var fault = LabWorld.Fault(6, 18, when: new Condition("destination", ["1"]));
        var log = LabWorld.Log(0, 30, 10, RequestClass.Healthy,
            at => at is >= 6_000 and < 8_000 && (int)(at / 10) % 3 == 0 ? Fate.Failed : Fate.Succeeded)
            .Select(r => r with { Matches = [0] }).ToImmutableArray();
        Assert.That(Mitigation.Of(fault, log, EndMs)!.Value.MitigatedMs, Is.EqualTo(8_000).Within(110));
    }

    [Test]
    public void Mitigation_OfOneDestination_RefusingEverybodyIsNoCure()
    {
        var fault = LabWorld.Fault(6, 18, when: new Condition("destination", ["1"]));
        var log = LabWorld.Log(0, 30, 10, RequestClass.Healthy, at => at < 6_000 ? Fate.Succeeded : at < 6_500 ? Fate.Failed : Fate.Refused)
            .Select(r => r with { Matches = [0] }).ToImmutableArray();
        Assert.That(Mitigation.Of(fault, log, EndMs)!.Value.MitigatedMs, Is.Null);
    }

    [Test]
    public void Recovery_RefusedOnAfterTheEnd_IsThatLong()
    {
        var log = LabWorld.Log(18, 30, 50, RequestClass.Recovering, at => at < 21_000 ? Fate.Refused : Fate.Succeeded);
        Assert.That(Recovery.TimeOf(Poison, log, EndMs), Is.EqualTo(3_000).Within(60));
    }

    [Test]
    public void Recovery_NothingRefused_IsZero() =>
        Assert.That(Recovery.TimeOf(Poison, LabWorld.Log(18, 30, 50, RequestClass.Recovering, _ => Fate.Succeeded), EndMs), Is.Zero);

    [Test]
    public void Recovery_RefusedToTheEnd_IsNull() =>
        Assert.That(Recovery.TimeOf(Poison, LabWorld.Log(18, 30, 50, RequestClass.Recovering, _ => Fate.Refused), EndMs), Is.Null);

    [Test]
    public void Recovery_AnotherFaultIsShed_DoesNotCount()
    {
        var log = LabWorld.Log(18, 30, 50, RequestClass.Recovering, _ => Fate.Succeeded)
            .AddRange(LabWorld.Log(18, 30, 100, RequestClass.Doomed, _ => Fate.Refused));
        Assert.That(Recovery.TimeOf(Poison, log, EndMs), Is.Zero);
    }

    [TestCase(30, false)]
    [TestCase(18, true)]
    public void Recovery_FaultToTheEnd_DoesNotApply(double to, bool expected) =>
        Assert.That(Recovery.Applies(LabWorld.Fault(8, to), EndMs), Is.EqualTo(expected));

    [Test]
    public void ShedRate_CountsFromOneSecondAfterMitigationToTheEnd()
    {
        var log = Doomed(at => at is >= 9_500 and < 17_000 ? Fate.Refused : Fate.Failed);
        var shedding = Shedding.Of(Poison, new MitigationTimes(8_005, 9_500), log, EndMs);
        Assert.That(shedding, Is.EqualTo(new Shedding(150, 130, 0, 7.5)));
        Assert.That(shedding.Rate, Is.EqualTo(130.0 / 150).Within(1e-9));
    }

    [Test]
    public void ShedRate_NeverMitigated_IsNull() =>
        Assert.That(Shedding.Of(Poison, new MitigationTimes(8_005, null), Doomed(_ => Fate.Failed), EndMs).Rate, Is.Null);

    [Test]
    public void Contention_Settled_LeavesTheFirstThreeSecondsOut()
    {
        ImmutableArray<CapacityLimit> limits = [LabWorld.Limit(8, 18, concurrent: 4, serviceMs: 50)];
        var log = LabWorld.Log(8, 18, 10, RequestClass.Contested, at =>
            at < 11_000 || (int)(at / 10) % 4 == 0 ? Fate.Failed : (int)(at / 10) % 4 == 1 ? Fate.Refused : Fate.Succeeded);

        // Of 100 a second 25 fail, 25 are refused and 50 succeed; the bottleneck could serve 80.
        Assert.That(Contention.ErrorRatio(limits, log), Is.EqualTo(25.0 / 75).Within(0.01));
        Assert.That(Contention.GoodputRatio(limits, log, EndMs), Is.EqualTo(50.0 / 80).Within(0.01));
    }

    [Test]
    public void Contention_NoCapacity_IsNull()
    {
        var log = Doomed(_ => Fate.Failed);
        Assert.That(Contention.ErrorRatio([], log), Is.Null);
        Assert.That(Contention.GoodputRatio([], log, EndMs), Is.Null);
    }

    [TestCase(0.5, 5)]
    [TestCase(0.99, 10)]
    [TestCase(0.0, 1)]
    public void Percentile_OfTen_IsTheNearestRank(double share, double expected) =>
        Assert.That(Percentile.Of(Enumerable.Range(1, 10).Reverse().Select(i => (double)i), share), Is.EqualTo(expected));

    [Test]
    public void Percentile_OfNothing_IsNull() => Assert.That(Percentile.Of([], 0.5), Is.Null);

    [Test]
    public void Scopes_SeenTwice_AreOneFromTheEarliestMoment()
    {
        var refused = LabWorld.Record(500, RequestClass.Doomed, Fate.Refused) with { Refusal = new Refusal("route=a", "break") };
        var merged = EnforcedScope.Merge([refused, refused with { DoneMs = 700 }], [new("route=a", "break", 450), new("*", "limit", 600)]);
        Assert.That(merged, Is.EqualTo(new[] { new EnforcedScope("route=a", "break", 450), new EnforcedScope("*", "limit", 600) }));
    }

    [Test]
    public void RunFigures_TwoFaults_TimesAreTheWorst()
    {
        var scenario =
            LabWorld.With([LabWorld.Fault(0, 10), LabWorld.Fault(10, 20, index: 1), LabWorld.Fault(0, 30, index: 2, probability: 0.1)]);
        var log = LabWorld.Log(0, 10, 50, RequestClass.Doomed, at => RefusedFrom(at, 1_000))
            .AddRange(LabWorld.Log(10, 20, 50, RequestClass.Doomed, at => RefusedFrom(at, 13_000), fault: 1))
            .AddRange(LabWorld.Log(10, 30, 50, RequestClass.Recovering, _ => Fate.Succeeded))
            .AddRange(LabWorld.Log(20, 30, 50, RequestClass.Recovering, _ => Fate.Succeeded, fault: 1))
            .AddRange(LabWorld.Log(0, 30, 500, RequestClass.Noise, _ => Fate.Failed))
            .AddRange(LabWorld.Log(0, 30, 100, RequestClass.Healthy, at => at < 3_000 ? Fate.Refused : Fate.Succeeded));
        var figures = RunFigures.Of(new RunLog(scenario, "gateway", 1, log, [], 7, null));
        Assert.That(figures.Faults.Select(f => f.TimeToMitigateMs),
            Is.EqualTo(new double?[] { 850, 2_850, null })
                .Using<double?>((a, b) => a is null || b is null ? a == b : Math.Abs(a.Value - b.Value) <= 10));
        Assert.That(figures.TimeToMitigateMs, Is.EqualTo(figures.Faults[1].TimeToMitigateMs));
        Assert.That(figures.TimeToRecoverMs, Is.Zero);
        Assert.That(figures.ShedRate, Is.EqualTo(1));
        Assert.That(figures.DoomedPerSecond, Is.EqualTo(20));
        Assert.That(figures.FalseKillRate, Is.EqualTo(0.1).Within(1e-9));
        Assert.That((figures.Noise, figures.NoiseRefused, figures.UpstreamErrors, figures.Valid), Is.EqualTo((60, 0, 7L, true)));
    }

    [Test]
    public void RunFigures_OneFaultNeverMitigated_TimeIsNull()
    {
        var scenario = LabWorld.With([LabWorld.Fault(0, 10), LabWorld.Fault(10, 20, index: 1)]);
        var log = LabWorld.Log(0, 10, 50, RequestClass.Doomed, at => RefusedFrom(at, 1_000))
            .AddRange(LabWorld.Log(10, 20, 50, RequestClass.Doomed, _ => Fate.Failed, fault: 1));
        Assert.That(RunFigures.Of(new RunLog(scenario, "gateway", 1, log, [], 0, null)).TimeToMitigateMs, Is.Null);
    }

    [Test]
    public void HealthyFailedAfter_FailuresBeforeMitigation_AreForgiven()
    {
        var scenario = LabWorld.With([Poison]);
        ImmutableArray<FaultFigures> faults = [new(0, 1_500, null, 1, 20) { MitigatedMs = 9_500 }];
        var log = LabWorld.Log(0, 30, 100, RequestClass.Healthy, at => at is >= 9_000 and < 10_000 ? Fate.Failed : Fate.Succeeded);
        Assert.That(HealthyFailures.After(scenario, faults, log), Is.EqualTo(5.0 / 85).Within(1e-9));
    }

    [TestCase(250, null, null)]
    [TestCase(251, null, "the generator was 251 ms late")]
    [TestCase(0, 134, "the proxy ended with status 134")]
    public void RunValidity_LagOrDeath_IsAProblem(double lag, int? died, string? expected)
    {
        var log = Doomed(_ => Fate.Refused).Select(r => r with { LagMs = lag }).ToImmutableArray();
        var problem = RunValidity.ProblemOf(new RunLog(LabWorld.With([Poison]), "gateway", 1, log, [], 0, died));
        Assert.That(problem, expected is null ? Is.Null : Does.StartWith(expected));
    }

    [Test]
    public void RunValidity_ProxyDoesNotAnswer_IsAProblem()
    {
        var log = Doomed(_ => Fate.Failed).Select(r => r with { Unanswered = true }).ToImmutableArray();
        Assert.That(RunValidity.ProblemOf(new RunLog(LabWorld.With([Poison]), "none", 1, log, [], 0, null)),
            Does.Contain("without an answer"));
    }
}
