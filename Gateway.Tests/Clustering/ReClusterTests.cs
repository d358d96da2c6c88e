using Gateway.Tests.Embedding;


namespace Gateway.Tests.Clustering;

public sealed class ReClusterTests
{
    /// <summary>Two clusters 60 degrees apart, each then drawn to the other's side as far as its anchor lets it.</summary>
    internal static EngineFixture TwoThatCameCloser(ClusteringOptions? options = null)
    {
        var bed = new EngineFixture(options ?? new ClusteringOptions { MeanCap = 1 });
        bed.Add("left", Directions.At(0), status: 500);
        bed.Add("right", Directions.At(60), status: 502);
        for (var i = 0; i < 6; i++)
        {
            bed.Add($"left {i}", Directions.At(28), status: 500);
            bed.Add($"right {i}", Directions.At(40), status: 502);
        }

        return bed;
    }

    [Test]
    public void ReCluster_CentroidsWithinTheThreshold_MergesIntoTheOlder()
    {
        var bed = TwoThatCameCloser();
        Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(2));
        Assert.That(bed.Engine.ReCluster(), Is.EqualTo(1));
        var merged = bed.Engine.GetCluster("c-2")!;
        Assert.Multiple(() =>
        {
            Assert.That(merged.Id, Is.EqualTo("c-1"));
            Assert.That(merged.Size, Is.EqualTo(14));
            Assert.That(merged.Representatives, Has.Length.EqualTo(5));
            Assert.That(merged.Enforceable, Is.True);
            Assert.That(bed.Engine.GetAllClusters().Select(cluster => cluster.Id), Is.EqualTo(new[] { "c-1" }));
            Assert.That(bed.Map.TryGet(Samples.Error("right").Fingerprint, out var id) ? id : null, Is.EqualTo("c-1"));
            Assert.That(bed.Add("right", Directions.At(60)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void ReCluster_Twice_FindsNothingMore()
    {
        var bed = TwoThatCameCloser();
        bed.Engine.ReCluster();
        Assert.That(bed.Engine.ReCluster(), Is.Zero);
    }

    [Test]
    public void ReCluster_TooFarApartToAct_TakesTheRightToActFromTheMerged()
    {
        var bed = TwoThatCameCloser(new ClusteringOptions { MeanCap = 1, ActThreshold = 0.9999 });
        Assert.That(bed.Add("right", Directions.At(60)).Actionable, Is.True);
        bed.Engine.ReCluster();
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("right", Directions.At(60)).Actionable, Is.False);
            Assert.That(bed.Add("left", Directions.At(0)).Actionable, Is.True);
        });
    }

    [Test]
    public void ReCluster_ClustersFarApart_AreKept()
    {
        var bed = new EngineFixture();
        bed.Add("one", Directions.At(0));
        bed.Add("two", Directions.At(60));
        bed.Add("three", Directions.At(0), guardKey: "4xx");
        Assert.That(bed.Engine.ReCluster(), Is.Zero);
    }

    [Test]
    public void ReCluster_WordingItsCentroidLeft_GoesToTheClusterThatWouldTakeIt()
    {
        var bed = new EngineFixture(new ClusteringOptions { MeanCap = 1, GroupThreshold = 0.82, AnchorThreshold = 0.85 });
        bed.Add("anchor", Directions.At(0));
        bed.Add("left behind", Directions.At(-20));
        for (var i = 0; i < 8; i++)
        {
            bed.Add($"pull {i}", Directions.At(i == 0 ? 20 : 31));
        }

        bed.Add("elsewhere", Directions.At(-45));
        Assert.That(bed.Add("left behind", Directions.At(-20)).ClusterId, Is.EqualTo("c-1"));
        bed.Engine.ReCluster();
        var moved = bed.Add("left behind", Directions.At(-20));
        Assert.Multiple(() =>
        {
            Assert.That(moved.ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Engine.GetCluster("c-1")!.Representatives, Does.Not.Contain("left behind"));
            Assert.That(bed.Engine.GetCluster("c-2")!.Representatives, Is.EqualTo(new[] { "elsewhere", "left behind" }));
        });
    }

    [Test]
    public void ReCluster_WordingNoClusterWouldTake_OpensOne()
    {
        var bed = new EngineFixture(new ClusteringOptions { MeanCap = 1, GroupThreshold = 0.82, AnchorThreshold = 0.85 });
        bed.Add("anchor", Directions.At(0));
        bed.Add("left behind", Directions.At(-20));
        for (var i = 0; i < 8; i++)
        {
            bed.Add($"pull {i}", Directions.At(i == 0 ? 20 : 31));
        }

        bed.Engine.ReCluster();
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("left behind", Directions.At(-20)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Engine.GetCluster("c-2")!.Label, Is.EqualTo("left behind"));
            Assert.That(bed.Engine.ReCluster(), Is.Zero);
        });
    }

    [Test]
    public void ReCluster_ManyNeighbours_NeverChainsThem()
    {
        var bed = new EngineFixture(new ClusteringOptions { MeanCap = 1 });
        var ids = Enumerable.Range(0, 90)
            .Select(step => (Degrees: step * 4, bed.Add($"step {step}", Directions.At(step * 4)).ClusterId)).ToArray();
        while (bed.Engine.ReCluster() > 0)
        {
        }

        // A centroid goes 32 degrees from its anchor at most; what it takes lies within 35 of it, and a merged cluster's own 67 more.
        var widest = ids.GroupBy(item => bed.Engine.GetCluster(item.ClusterId)!.Id)
            .Max(group => group.Max(item => item.Degrees) - group.Min(item => item.Degrees));
        Assert.That(widest, Is.LessThan(270));
        Assert.That(bed.Engine.GetAllClusters(), Has.Count.GreaterThanOrEqualTo(3));
    }
}
