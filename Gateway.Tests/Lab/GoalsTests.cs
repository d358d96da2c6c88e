using System.Collections.Immutable;
using Gateway.Lab.Figures;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Tests.Lab;

/// <summary>What a run is judged by, and what of the truth goes into it.</summary>
public sealed class GoalsTests
{
    private const double StepMs = 50;

    private static RunFigures FiguresOf(Scenario scenario, ImmutableArray<RequestRecord> log, params PolicyLife[] policies) =>
        RunFigures.Of(new RunLog(scenario, "gateway", 1, log, policies, 0, null));

    private static string[] MissedBy(RunFigures figures) => [.. figures.Goals.Where(g => !g.Met).Select(g => g.Name)];

    private static string[] NamesOf(RunFigures figures) => [.. figures.Goals.Select(g => g.Name)];

    /// <summary>Doomed for ten seconds and refused from the given moment on, then recovering, beside healthy ones.</summary>
    private static ImmutableArray<RequestRecord> Poisoned(double refusedFrom, double refusedTo, double healthyRefusedTo = 0) =>
        LabWorld.Log(8, 18, StepMs, RequestClass.Doomed, at => at >= refusedFrom && at < refusedTo ? Fate.Refused : Fate.Failed)
            .AddRange(LabWorld.Log(18, 28, StepMs, RequestClass.Recovering, at => at < refusedTo ? Fate.Refused : Fate.Succeeded))
            .AddRange(LabWorld.Log(0, 30, 10, RequestClass.Healthy, at => at < healthyRefusedTo ? Fate.Refused : Fate.Succeeded));

    [TestCase(9_500, 20_000, 0, new string[0])]
    [TestCase(10_500, 20_000, 0, new[] { "timeToMitigateMs" })]
    [TestCase(9_500, 23_500, 0, new[] { "timeToRecoverMs" })]
    [TestCase(9_500, 20_000, 50, new[] { "falseKillRate" })]
    [TestCase(99_000, 0, 0, new[] { "shedRate", "timeToMitigateMs" })]
    public void Goals_OfAFullFault_AreMissedByName(double refusedFrom, double refusedTo, double healthyRefusedTo, string[] missed)
    {
        var figures = FiguresOf(LabWorld.With([LabWorld.Fault(8, 18)]), Poisoned(refusedFrom, refusedTo, healthyRefusedTo));
        Assert.That(MissedBy(figures), Is.EqualTo(missed));
        Assert.That(figures.MeetsGoals, Is.EqualTo(missed.Length == 0));
        Assert.That(NamesOf(figures), Is.EqualTo(new[] { "falseKillRate", "shedRate", "timeToMitigateMs", "timeToRecoverMs" }));
    }

    [Test]
    public void Goals_OfAThinScope_DoNotAskForTheTimeToMitigate()
    {
        var log = LabWorld.Log(8, 18, 100, RequestClass.Doomed, at => at >= 13_000 ? Fate.Refused : Fate.Failed);
        Assert.That(NamesOf(FiguresOf(LabWorld.With([LabWorld.Fault(8, 18)]), log)), Does.Not.Contain("timeToMitigateMs"));
    }

    [TestCase(1, 0.001)]
    [TestCase(0.8, 0.01)]
    public void Goals_OfAPartialFault_AllowMoreFalseKills(double probability, double expected) =>
        Assert.That(
            FiguresOf(LabWorld.With([LabWorld.Fault(8, 18, probability: probability)]), Poisoned(9_500, 18_000))
                .Goals.Single(g => g.Name == "falseKillRate").Most,
            Is.EqualTo(expected));

    [Test]
    public void Goals_OfNoiseAlone_AllowNoRefusalAtAll()
    {
        var log = LabWorld.Log(0, 30, 10, RequestClass.Healthy, _ => Fate.Succeeded)
            .Add(LabWorld.Record(9_000, RequestClass.Noise, Fate.Refused));
        Assert.That(MissedBy(FiguresOf(LabWorld.With([LabWorld.Fault(0, 30, probability: 0.2)]), log)), Is.EqualTo(new[] { "refused" }));
    }

    [Test]
    public void Goals_OfABadReplica_JudgeWhatFailsAfterwards()
    {
        var fault = LabWorld.Fault(6, 18, when: new Condition("destination", ["1"]));
        var log = LabWorld.Log(0, 30, 10, RequestClass.Healthy, at => at is >= 6_000 and < 7_000 ? Fate.Failed : Fate.Succeeded)
            .Select(r => r with { Matches = [0] }).ToImmutableArray();
        var figures = FiguresOf(LabWorld.With([fault]), log);
        Assert.That(NamesOf(figures), Is.EqualTo(new[] { "falseKillRate", "refused", "timeToRecoverMs", "healthyFailedAfter" }));
        Assert.That(MissedBy(figures), Is.Empty);
    }

    [TestCase(8_000, true)]
    [TestCase(99_000, false)]
    public void Goals_OfASlowReplica_JudgeWhatIsSlowAfterwards(double ejectedAt, bool expected)
    {
        var fault = LabWorld.Fault(6, 18, when: new Condition("destination", ["1"])) with { DelayMs = new ValueRange(400, 600) };
        var log = LabWorld.Log(0, 30, 10, RequestClass.Healthy, _ => Fate.Succeeded)
            .Select(r => r with
            {
                Matches = [0],
                DoneMs = r.AtMs + (r.AtMs is >= 6_000 and < 18_000 && r.AtMs < ejectedAt && (int)(r.AtMs / 10) % 3 == 0 ? 500 : 5),
            }).ToImmutableArray();
        var figures = FiguresOf(LabWorld.With([fault]), log);
        Assert.That(figures.TimeToMitigateMs, expected ? Is.EqualTo(8_000 - 6_500).Within(110) : Is.Null);
        Assert.That(figures.HealthySlowed, Is.GreaterThan(50));
        Assert.That(MissedBy(figures), Is.EqualTo(expected ? [] : new[] { "healthySlowedAfter" }));
        Assert.That(NamesOf(figures), Does.Contain("refused"));
    }

    [TestCase(0.4, new string[0])]
    [TestCase(0.7, new[] { "contestedErrorRatio" })]
    public void Goals_OfABottleneck_AskForGoodputWithFewErrors(double failedPart, string[] missed)
    {
        // 100 a second of which 80 succeed, as many as the bottleneck serves.
        var log = LabWorld.Log(8, 18, 10, RequestClass.Contested, at =>
            (int)(at / 10) % 5 != 0 ? Fate.Succeeded : (int)(at / 50) % 10 < failedPart * 10 ? Fate.Failed : Fate.Refused)
            .AddRange(LabWorld.Log(0, 30, 10, RequestClass.Healthy, _ => Fate.Succeeded))
            .AddRange(Lifted(refusedTo: 20_000));
        var figures = FiguresOf(LabWorld.With([], [LabWorld.Limit(8, 18)]), log);
        Assert.That(MissedBy(figures), Is.EqualTo(missed), string.Join(", ", figures.Goals.Select(g => $"{g.Text}: {g.ValueText}")));
    }

    [TestCase(20_000, 2_000)]
    [TestCase(30_000, null)]
    public void RunFigures_BottleneckIsLifted_TellsWhenRefusingEnds(double refusedTo, double? expected)
    {
        var log = LabWorld.Log(8, 18, 10, RequestClass.Contested, _ => Fate.Refused).AddRange(Lifted(refusedTo));
        Assert.That(FiguresOf(LabWorld.With([], [LabWorld.Limit(8, 18)]), log).TimeToRecoverMs, Is.EqualTo(expected).Within(20));
    }

    [Test]
    public void RunFigures_FallbackAnsweredTheDoomed_CountsAsSpared()
    {
        var log = LabWorld.Log(8, 18, StepMs, RequestClass.Doomed, at => at >= 9_500 ? Fate.Succeeded : Fate.Failed)
            .Select(r => r with { ServedBy = r.Failed ? "demo" : "spare" }).ToImmutableArray();
        var figures = FiguresOf(LabWorld.With([LabWorld.Fault(8, 18)]), log);
        Assert.That(figures.ShedRate, Is.EqualTo(1));
        Assert.That(figures.TimeToMitigateMs, Is.Not.Null.And.LessThan(2_000));
        Assert.That((figures.DoomedRefused, figures.Rerouted, figures.DoomedRerouted), Is.EqualTo((0, 170, 170)));
    }

    [Test]
    public void RunFigures_ScopeGoneWithItsFault_HasNoRecovery()
    {
        var log = LabWorld.Log(8, 18, StepMs, RequestClass.Doomed, at => at >= 9_500 ? Fate.Refused : Fate.Failed)
            .AddRange(LabWorld.Log(0, 30, 10, RequestClass.Healthy, _ => Fate.Succeeded));
        Assert.That(NamesOf(FiguresOf(LabWorld.With([LabWorld.Fault(8, 18)]), log)), Does.Not.Contain("timeToRecoverMs"));
    }

    [TestCase(0.1, 0.3, true)]
    [TestCase(0.21, 0.5, false)]
    [TestCase(0.0, 0.19, false)]
    public void PolicyFigures_OwnInterval_IsHeldAgainstTheTruth(double low, double high, bool expected)
    {
        var refusal = new Refusal("route=a", "break", "p-1");
        var log = LabWorld.Log(8, 18, 100, RequestClass.Doomed, _ => Fate.Refused)
            .Select((r, i) => r with { Refusal = refusal, Class = i % 5 == 0 ? RequestClass.Healthy : RequestClass.Doomed })
            .ToImmutableArray()
            .Add(LabWorld.Record(9_000, RequestClass.Healthy, Fate.Refused) with { Refusal = refusal with { PolicyId = "p-2" } })
            .Add(LabWorld.Record(25_000, RequestClass.Healthy, Fate.Refused) with { Refusal = refusal });
        var life = new PolicyLife("p-1", "route=a", "break", "enforce", 8_000, 18_000, new FalseKillInterval(0.2, low, high));
        var figures = FiguresOf(LabWorld.With([]), log, life);
        Assert.That(figures.Policies.Single().FalseKillTruth, Is.EqualTo(0.2).Within(1e-9));
        Assert.That(figures.Policies.Single().Refused, Is.EqualTo(100));
        Assert.That((figures.Intervals, figures.IntervalsCovered), Is.EqualTo((1, expected ? 1 : 0)));
    }

    [Test]
    public void PolicyFigures_NothingRefusedOrNoEstimate_SaysNothing()
    {
        var figures = FiguresOf(
            LabWorld.With([]),
            [LabWorld.Record(9_000, RequestClass.Doomed, Fate.Refused) with { Refusal = new Refusal("*", "break", "p-2") }],
            new PolicyLife("p-1", "route=a", "break", "enforce", 0, 9_000, new FalseKillInterval(0, 0, 1)),
            new PolicyLife("p-2", "*", "break", "enforce", 0, 9_000));
        Assert.That(figures.Policies.Select(p => p.Covered), Is.All.Null);
        Assert.That(figures.Intervals, Is.Zero);
    }

    private static ImmutableArray<RequestRecord> Lifted(double refusedTo) =>
        [.. LabWorld.Log(18, 28, 10, RequestClass.Recovering, at => at < refusedTo ? Fate.Refused : Fate.Succeeded)
            .Select(r => r with { Matches = [], Capacity = 0 })];
}
