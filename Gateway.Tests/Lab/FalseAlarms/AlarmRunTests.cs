using Gateway.Lab.FalseAlarms;

namespace Gateway.Tests.Lab.FalseAlarms;

public sealed class AlarmRunTests
{
    /// <summary>Some simulated hours of every pattern, failure rate and speed; <c>alarms</c> simulates thirty days.</summary>
    private const double Hours = 1;

    [Test]
    public void Run_FailuresThatNothingExplains_NothingIsEnforced()
    {
        var runs = AlarmWorld.Spread(Hours, seed: 1).AsParallel().Select(w => AlarmRun.Run(w, CancellationToken.None)).ToList();
        Assert.That(runs.SelectMany(r => r.Enforced), Is.Empty, AlarmReport.Render(runs, []));
        Assert.That(AlarmReport.Holds(runs), Is.True);
        Assert.That(runs.Sum(r => r.World.Hours), Is.EqualTo(Hours).Within(1e-6));
        Assert.That(runs, Has.All.Matches<AlarmFigures>(r => r.Requests > 0));
        Assert.That(runs.Sum(r => r.Failures), Is.GreaterThan(1_000));
    }

    /// <summary>Were the simulation blind, it would find no false alarm either.</summary>
    [Test]
    public void Of_RealFaultAmidSuchFailures_IsFound()
    {
        var price = MitigationPrice.Of(0.05, 40, runs: 2, CancellationToken.None);
        Assert.That(price.Found, Is.EqualTo(2));
        Assert.That(price.WorstSeconds, Is.LessThan(10));
    }

    [TestCase(0, 0, true)]
    [TestCase(1, 0, true)]
    [TestCase(2, 0, false)]
    [TestCase(0, 1, false)]
    public void Holds_RefusedOrEnforced_OnlyWithinTheBounds(long refused, int enforced, bool expected)
    {
        var world = AlarmWorld.Spread(1, 1)[0];
        var figures = new AlarmFigures(world, 2_000, 1_000, refused, [.. Enumerable.Repeat("Break route=a", enforced)]);
        Assert.That(AlarmReport.Holds([figures]), Is.EqualTo(expected));
    }

    [TestCase("Independent")]
    [TestCase("ShiftingMix")]
    [TestCase("Bursts")]
    public void First_ManyRequests_FailAboutAsOftenAsTheWorldSays(string pattern)
    {
        var world = new AlarmWorld(Enum.Parse<FailurePattern>(pattern), 0.05, 50, 1, 3);
        var failures = new UnexplainedFailures(world, new SteadyClusters().Texts, new Random(3));
        var fates = Enumerable.Range(0, 60_000).Select(i => failures.First(i / 50.0)).ToList();
        Assert.That(fates.Count(f => f is not null) / 60_000.0, Is.InRange(0.03, 0.07));
        Assert.That(fates.OfType<FailureText>().Distinct().Count(), Is.EqualTo(pattern == "Bursts" ? 5 : 6),
            "an overload in a burst is one");
    }

    [Test]
    public void Draw_MixThatShifts_BringsClientsThatNobodyHasSeen()
    {
        var mix = new TrafficMix(new Random(1), shifts: true);
        var early = Enumerable.Range(0, 1_000).Select(i => mix.Draw(i * 0.01).Principal).ToHashSet();
        var late = Enumerable.Range(0, 1_000).Select(i => mix.Draw(1_000 + (i * 60)).Principal).ToHashSet();
        Assert.That(late.Except(early).Count(), Is.GreaterThan(20));
    }

    [TestCase("query:format", TestOperator.Equal, "pdf", true)]
    [TestCase("query:format", TestOperator.Equal, "csv", false)]
    [TestCase("query:lang", TestOperator.Equal, "pdf", false)]
    [TestCase("bodyBytes", TestOperator.AtLeast, "512", true)]
    [TestCase("bodyBytes", TestOperator.AtLeast, "1024", true)]
    [TestCase("bodyBytes", TestOperator.AtLeast, "2048", false)]
    public void Matches_OneTest_ComparesThatDimension(string dimension, TestOperator op, string value, bool expected) =>
        Assert.That(
            ScopeMatch.Matches(new Scope([new DimensionTest(dimension, op, value)]),
                [new("query:format", "pdf"), new("bodyBytes", "1024")]),
            Is.EqualTo(expected));
}
