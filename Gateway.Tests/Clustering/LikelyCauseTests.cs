namespace Gateway.Tests.Clustering;

/// <summary>Errors that the catalogue does not name, but is fairly sure about.</summary>
public sealed class LikelyCauseTests
{
    private static readonly CauseVerdict Named = ListedCauses.Named("deadlock", 0.995);
    private static readonly CauseVerdict Likely = Named with { Confidence = 0.9, KindConfidence = 0.95, Named = false };

    [Test]
    public void Process_LikelyCauseThatHasACluster_IsShownThereAndCountsAlone()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Named), ("lock cycle", Likely)));
        bed.Add("deadlock found", Directions.At(0));
        var placed = bed.Add("lock cycle", Directions.At(90));
        Assert.Multiple(() =>
        {
            Assert.That(placed, Is.EqualTo(new ClusterAssignment("c-1", 0.9, Actionable: false, IsNew: false, Likely)));
            Assert.That(bed.Add("lock cycle", Directions.At(90)).Actionable, Is.False, "nor does an exact repeat");
            Assert.That(bed.Engine.GetCluster("c-1")!.Representatives, Is.EqualTo(new[] { "deadlock found", "lock cycle" }));
        });
    }

    [Test]
    public void Process_OnlyLikelyErrors_ShareAClusterWithoutTheName()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("lock cycle", Likely), ("circular wait", Likely)));
        var first = bed.Add("lock cycle", Directions.At(0));
        var second = bed.Add("circular wait", Directions.At(90));
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That((first.IsNew, second.ClusterId), Is.EqualTo((true, "c-1")));
            Assert.That(first.Actionable || second.Actionable, Is.False);
            Assert.That((cluster.Label, cluster.CauseId, cluster.Kind), Is.EqualTo(("lock cycle", (string?)null, ErrorKind.DataConflict)));
        });
    }

    [Test]
    public void Process_NamedAfterLikelyOnes_NamesTheirClusterWithoutRightsForThem()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("lock cycle", Likely), ("deadlock found", Named), ("circular wait", Likely)));
        bed.Add("lock cycle", Directions.At(0));
        var named = bed.Add("deadlock found", Directions.At(90));
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(named, Is.EqualTo(new ClusterAssignment("c-1", 0.995, Actionable: true, IsNew: false, Named)));
            Assert.That((cluster.Label, cluster.CauseId, cluster.Confidence), Is.EqualTo(("database deadlock", "deadlock", 0.995)));
            Assert.That(bed.Add("lock cycle", Directions.At(0)).Actionable, Is.False);
            Assert.That(bed.Add("circular wait", Directions.At(45)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [TestCase(0.9, 0.85)]
    [TestCase(0.85, 0.9)]
    public void Process_CauseOrKindNotLikelyEnough_ClustersFreely(double confidence, double kindConfidence)
    {
        var verdict = Likely with { Confidence = confidence, KindConfidence = kindConfidence };
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Named), ("lock cycle", verdict)));
        bed.Add("deadlock found", Directions.At(0));
        Assert.That(bed.Add("lock cycle", Directions.At(0)),
            Is.EqualTo(new ClusterAssignment("c-2", 1, Actionable: true, IsNew: true, verdict)));
    }

    [Test]
    public void Process_OpaqueText_IsLikelyNothing()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Named), ("Internal Server Error", Likely)));
        bed.Add("deadlock found", Directions.At(0));
        Assert.That(bed.Add("Internal Server Error", Directions.At(0)).ClusterId, Is.EqualTo("c-2"));
    }

    [Test]
    public void Process_OtherGuardKey_HasItsOwnCluster()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", Named), ("lock cycle", Likely)));
        bed.Add("deadlock found", Directions.At(0));
        Assert.That(bed.Add("lock cycle", Directions.At(0), guardKey: "4xx").ClusterId, Is.EqualTo("c-2"));
    }

    [TestCase(0.61, false)]
    [TestCase(0.63, true)]
    public void Process_NamedByExample_ActsFromTheCosineToAct(double cosine, bool actionable)
    {
        var verdict = new CauseVerdict("deadlock", cosine, Named: true, ErrorKind.DataConflict, cosine, ByExample: true);
        var bed = new EngineFixture(causes: new ListedCauses(("lock cycle", verdict)), adapter: new RenamingAdapter());
        Assert.That(bed.Add("lock cycle", Directions.At(0)).Actionable, Is.EqualTo(actionable));
    }

    [Test]
    public void Merge_ClusterOfLikelyErrors_BringsTheLaterOnesAlong()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("lock cycle", Likely), ("circular wait", Likely), ("deadlock found", Named)));
        bed.Add("disk is full", Directions.At(0));
        bed.Add("lock cycle", Directions.At(90));
        bed.Operations.Merge("c-1", "c-2");
        bed.Engine.ReCluster();
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("lock cycle", Directions.At(90)).ClusterId, Is.EqualTo("c-1"), "not a straggler");
            Assert.That(bed.Add("circular wait", Directions.At(45)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Add("deadlock found", Directions.At(45)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Engine.GetCluster("c-1")!.CauseId, Is.EqualTo("deadlock"));
        });
    }

    [Test]
    public void Process_ClusterOfLikelyErrorsGaveUpItsPlace_OpensAnew()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 1 },
            causes: new ListedCauses(("lock cycle", Likely), ("circular wait", Likely)));
        bed.Add("lock cycle", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Add("disk is full", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromHours(1));
        Assert.That(bed.Add("circular wait", Directions.At(0)).ClusterId, Is.EqualTo("c-3"));
    }
}
