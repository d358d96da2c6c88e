using System.Collections.Frozen;
using Gateway.Lab.Scoring;

namespace Gateway.Tests.Lab;

public sealed class NamingFiguresTests
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["rate"] = "Quota",
        ["deadlock"] = "DataConflict",
        ["busy"] = "Overload",
        ["opaque"] = "Unknown",
    }.ToFrozenDictionary();

    private static ScoredItem Item(string truth, string? taken, double? confidence, bool named = true, string? kind = null) => new(
        new ErrorLabel("i", truth),
        new Assignment("i", "c-1", named ? taken : null, kind, confidence, taken, kind is null ? null : confidence));

    [Test]
    public void Of_FourItems_CountsEachFigure()
    {
        var figures = NamingFigures.Of(
            [
                Item("rate", "rate", 0.9, kind: "Quota"),
                Item("busy", "rate", 0.8, kind: "Quota"),
                Item("deadlock", "deadlock", 0.4, named: false, kind: "Unknown"),
                Item("opaque", null, null),
                Item("~saga", "deadlock", 0.99, kind: "DataConflict"),
            ],
            Kinds);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.Items, Is.EqualTo(4));
            Assert.That(figures.TopCauseAccuracy, Is.EqualTo(0.5));
            Assert.That(figures.Named, Is.EqualTo(0.5));
            Assert.That(figures.NamedPrecision, Is.EqualTo(0.5));
            Assert.That(figures.KindAccuracy, Is.EqualTo(0.25));
            Assert.That(figures.CostlyMistakes, Is.EqualTo(0.25));
            Assert.That(figures.CoverageAt95, Is.EqualTo(0.25));
            Assert.That(figures.KindCoverageAt95, Is.EqualTo(0.25));
        }
    }

    [Test]
    public void Of_NoKinds_LeavesTheirFiguresOut()
    {
        var figures = NamingFigures.Of([Item("rate", "rate", 0.9, kind: "Quota")], FrozenDictionary<string, string>.Empty);
        Assert.That((figures.KindAccuracy, figures.CostlyMistakes), Is.EqualTo(((double?)null, (double?)null)));
    }

    [Test]
    public void CoverageAt_WrongOneAmongTheConfident_ReachesBeyondItWherePrecisionRecovers()
    {
        // Right but for the second: precision 1, 1/2, 2/3, 3/4 ... 19/20.
        var items = Enumerable.Range(0, 25).Select(i => ((double?)(1 - (i * 0.01)), i != 1 && i < 20)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Coverage.At(0.95, items), Is.EqualTo(20 / 25.0));
            Assert.That(Coverage.At(0.96, items), Is.EqualTo(1 / 25.0));
            Assert.That(Coverage.At(0, items), Is.EqualTo(1));
        }
    }

    [Test]
    public void CoverageAt_EqualConfidences_StandOrFallTogether()
    {
        (double?, bool)[] items = [(0.9, true), (0.9, false), (0.5, true), (null, true)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Coverage.At(0.95, items), Is.Zero);
            Assert.That(Coverage.At(0.6, items), Is.EqualTo(0.75));
            Assert.That(Coverage.At(0.9, []), Is.Zero);
        }
    }

    [TestCase(0.00, 0.25)]
    [TestCase(0.10, 0.50)]
    [TestCase(0.19, 0.50)]
    [TestCase(0.20, 0.75)]
    public void AmongStrangers_ShareAllowed_IsWhatTheThresholdThenNames(double allowed, double expected)
    {
        (double?, bool)[] known = [(0.95, true), (0.85, false), (0.8, true), (0.5, true)];
        double?[] strangers = [0.9, 0.7, .. Enumerable.Repeat<double?>(0.1, 7), null];
        Assert.That(Coverage.AmongStrangers(allowed, known, strangers), Is.EqualTo(expected));
    }

    [Test]
    public void OpenSet_KnownAndStrangers_CountsNamesGiven()
    {
        var figures = OpenSetFigures.Of(
        [
            Item("rate", "rate", 0.9), Item("rate", "busy", 0.8), Item("~saga", "busy", 0.7), Item("~saga", "rate", 0.2, named: false),
        ])!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((figures.Known, figures.Strangers), Is.EqualTo((2, 2)));
            Assert.That(figures.StrangersNamed, Is.EqualTo(0.5));
            Assert.That(figures.NamedRightly, Is.EqualTo(0.5));
            Assert.That(figures.ByConfidence, Is.EqualTo((0.5, 0.5, 0.5)));
        }
    }

    [Test]
    public void OpenSet_WithoutOneSide_LeavesOutWhatItCannotSay()
    {
        Assert.That(OpenSetFigures.Of([Item("rate", "rate", 0.9)]), Is.Null);
        Assert.That(OpenSetFigures.Of([Item("~saga", "rate", 0.9)])!.ByConfidence, Is.Null);
    }

    [Test]
    public void Templates_SharedAndScattered_RatiosAndSpreadsDiffer()
    {
        ScoredItem Event(string template, string cluster, string print) =>
            new(new ErrorLabel("i", "a", TemplateId: template), new Assignment("i", cluster, Fingerprint: print));
        var figures = TemplateFigures.Of(
            [Event("t1", "c-1", "f1"), Event("t1", "c-2", "f2"), Event("t2", "c-1", "f1"), Event("t2", "c-1", "f1")])!;
        Assert.That(figures, Is.EqualTo(new TemplateFigures(2, 1, 1.5, 1, 1.5)));
    }
}
