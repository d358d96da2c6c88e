namespace Gateway.Tests.Clustering;

/// <summary>Errors that the catalogue names.</summary>
public sealed class KnownCauseTests
{
    private const double Sure = 0.995;
    private static readonly CauseVerdict Deadlock = ListedCauses.Named("deadlock", Sure);

    [Test]
    public void Process_NamedInAnyLanguageOrStack_JoinsTheClusterOfItsCause()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Deadlock), ("检测到死锁", Deadlock), ("ORA-00060", Deadlock)));
        var first = bed.Add("deadlock found", Directions.At(0));
        var chinese = bed.Add("检测到死锁", [1, 0], space: "zh");
        var oracle = bed.Add("ORA-00060", Directions.At(90));
        var unnamed = bed.Add("disk is full", Directions.At(0));
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(new ClusterAssignment("c-1", Sure, Actionable: true, IsNew: true, Deadlock)));
            Assert.That(chinese, Is.EqualTo(first with { IsNew = false }));
            Assert.That(oracle, Is.EqualTo(first with { IsNew = false }));
            Assert.That(unnamed.ClusterId, Is.EqualTo("c-2"), "free errors do not join a named cluster by their vector");
            Assert.That(cluster.Label, Is.EqualTo("database deadlock"));
            Assert.That(cluster.CauseId, Is.EqualTo("deadlock"));
            Assert.That((cluster.Kind, cluster.Confidence), Is.EqualTo((ErrorKind.DataConflict, Sure)));
            Assert.That(bed.Add("检测到死锁", [1, 0], space: "zh"), Is.EqualTo(first with { Similarity = 1, IsNew = false }),
                "an exact repeat keeps its verdict");
        });
    }

    [Test]
    public void Process_AnotherClassOfAnswers_HasItsOwnClusterOfTheCause()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Deadlock)));
        bed.Add("deadlock found", Directions.At(0));
        bed.Add("deadlock found", Directions.At(0), guardKey: "4xx", status: 409);
        Assert.That(bed.Engine.GetAllClusters().Select(cluster => (cluster.CauseId, cluster.GuardKey)),
            Is.EquivalentTo(new[] { ("deadlock", "5xx"), ("deadlock", "4xx") }));
    }

    [TestCase(0.97, false)]
    [TestCase(0.981, true)]
    public void Process_Named_ActsFromAConfidenceOn(double confidence, bool actionable)
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", ListedCauses.Named("deadlock", confidence))));
        Assert.That(bed.Add("deadlock found", Directions.At(0)).Actionable, Is.EqualTo(actionable));
    }

    [Test]
    public void Process_NotNamedButItsKindIsSure_ClustersFreelyWithThatKind()
    {
        var verdict = new CauseVerdict("overload", 0.3, Named: false, ErrorKind.Overload, 0.8);
        var bed = new EngineFixture(causes: new ListedCauses(("too busy", verdict)));
        var placed = bed.Add("too busy", Directions.At(0));
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(placed.Cause, Is.EqualTo(verdict));
            Assert.That((cluster.CauseId, cluster.Label, cluster.Kind), Is.EqualTo(((string?)null, "too busy", ErrorKind.Overload)));
            Assert.That(bed.Add("near it", Directions.At(5)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Process_OpaqueTextNamedAfterAnInformativeCause_IsNotGivenTheName()
    {
        var bed = new EngineFixture(causes: new ListedCauses(
            ("Internal Server Error", Deadlock), ("Something went wrong", ListedCauses.Named("opaque", kind: ErrorKind.Unknown))));
        var placed = bed.Add("Internal Server Error", Directions.At(0));
        bed.Add("Something went wrong", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That(placed.Cause, Is.EqualTo(Deadlock with { Named = false }));
            Assert.That(bed.Engine.GetCluster("c-1")!.CauseId, Is.Null);
            Assert.That(bed.Engine.GetCluster("c-2")!.CauseId, Is.EqualTo("opaque"));
        });
    }

    [Test]
    public void Process_AdaptedSpace_HasItsOwnThresholds()
    {
        var plain = new EngineFixture();
        var adapted = new EngineFixture(adapter: new RenamingAdapter());
        foreach (var bed in new[] { plain, adapted })
        {
            bed.Add("one", Directions.At(0));
        }

        Assert.Multiple(() =>
        {
            Assert.That(plain.Add("two", Directions.At(60)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(adapted.Add("two", Directions.At(60)),
                Is.EqualTo(new ClusterAssignment("c-1", 0.5, Actionable: false, IsNew: false)).Using<ClusterAssignment>(Alike));
            Assert.That(adapted.Add("three", Directions.At(80)).ClusterId, Is.EqualTo("c-1"), "the centroid has moved towards it");
        });
    }

    [Test]
    public void Process_ThresholdsConfigured_CountInEverySpace()
    {
        var bed = new EngineFixture(new ClusteringOptions { GroupThreshold = 0.82, AnchorThreshold = 0.85 },
            adapter: new RenamingAdapter());
        bed.Add("one", Directions.At(0));
        Assert.That(bed.Add("two", Directions.At(60)).ClusterId, Is.EqualTo("c-2"));
    }

    [Test]
    public void Process_FullOfClusters_NamedErrorsOverflowToo()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 1 }, causes: new ListedCauses(("deadlock found", Deadlock)));
        bed.Add("something", Directions.At(0));
        Assert.That(bed.Add("deadlock found", Directions.At(0)),
            Is.EqualTo(new ClusterAssignment("other", 0, Actionable: false, IsNew: false, Deadlock)));
    }

    [Test]
    public void Process_CauseClusterGaveUpItsPlace_OpensAnew()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 1 },
            causes: new ListedCauses(("deadlock found", Deadlock), ("deadlock", Deadlock)));
        bed.Add("deadlock found", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Add("disk is full", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(bed.Add("deadlock", Directions.At(0)),
            Is.EqualTo(new ClusterAssignment("c-3", Sure, Actionable: true, IsNew: true, Deadlock)));
    }

    private static bool Alike(ClusterAssignment one, ClusterAssignment two) =>
        Math.Abs(one.Similarity - two.Similarity) < 1e-5 && one with { Similarity = 0 } == two with { Similarity = 0 };
}
