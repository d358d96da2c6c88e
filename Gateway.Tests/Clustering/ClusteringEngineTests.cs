using CsCheck;
using Gateway.Tests.Embedding;

namespace Gateway.Tests.Clustering;

public sealed class ClusteringEngineTests
{
    [Test]
    public void Process_SlowAnswers_HaveAClusterForEachRouteThatMayAct()
    {
        var bed = new EngineFixture();
        ClusterAssignment Slow(string route) => bed.Add($"slow answers of {route}", vector: null, GuardKeys.Slow, status: 200);
        var first = Slow("orders");
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(new ClusterAssignment("c-1", 1, Actionable: true, IsNew: true)));
            Assert.That(Slow("orders"), Is.EqualTo(first with { IsNew = false }));
            Assert.That(Slow("invoices").ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("slow answers of orders", Directions.At(0)).ClusterId, Is.EqualTo("c-3"), "an error that says so");
            Assert.That(bed.Engine.GetCluster("c-1")!.Kind, Is.EqualTo(ErrorKind.Overload));
        });
    }

    [Test]
    public void Process_NearErrors_ShareACluster()
    {
        var bed = new EngineFixture();
        var first = bed.Add("first", Directions.At(0));
        var near = bed.Add("near", Directions.At(20));
        var far = bed.Add("far", Directions.At(80));
        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(new ClusterAssignment("c-1", 1, Actionable: true, IsNew: true)));
            Assert.That(near.ClusterId, Is.EqualTo("c-1"));
            Assert.That(near.Similarity, Is.EqualTo(Math.Cos(20 * Math.PI / 180)).Within(1e-5));
            Assert.That(near.IsNew, Is.False);
            Assert.That(far.ClusterId, Is.EqualTo("c-2"));
        });
    }

    [TestCase(20, true)]
    [TestCase(28, false)]
    public void Process_Joining_ActsOnlyOverTheStricterThreshold(double degrees, bool actionable)
    {
        var bed = new EngineFixture();
        bed.Add("first", Directions.At(0));
        var joined = bed.Add("second", Directions.At(degrees));
        Assert.Multiple(() =>
        {
            Assert.That(joined.ClusterId, Is.EqualTo("c-1"));
            Assert.That(joined.Actionable, Is.EqualTo(actionable));
            Assert.That(bed.Add("second", Directions.At(degrees)).Actionable, Is.EqualTo(actionable), "an exact repeat keeps its standing");
        });
    }

    [Test]
    public void Process_BetweenTwoClusters_JoinsButDoesNotAct()
    {
        var bed = new EngineFixture(new ClusteringOptions { GroupThreshold = 0.85, ActThreshold = 0.85 });
        bed.Add("left", Directions.At(0));
        bed.Add("right", Directions.At(40));
        var middle = bed.Add("middle", Directions.At(20.5));
        Assert.That(middle, Is.EqualTo(middle with { ClusterId = "c-2", Actionable = false }));
    }

    [Test]
    public void Process_AnotherGuardKeyOrSpace_NeverShares()
    {
        var bed = new EngineFixture();
        var ids = new[]
        {
            bed.Add("text", Directions.At(0)).ClusterId,
            bed.Add("text", Directions.At(0), guardKey: "4xx").ClusterId,
            bed.Add("other text", Directions.At(0), space: "another").ClusterId,
        };
        Assert.That(ids, Is.EqualTo(new[] { "c-1", "c-2", "c-3" }));
    }

    [Test]
    public void Process_NoVectors_GroupsExactRepeatsAndNeverActs()
    {
        var bed = new EngineFixture();
        bed.AddMany(20, "one", null);
        bed.AddMany(2, "two", null);
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("one", null), Is.EqualTo(new ClusterAssignment("c-1", 1, Actionable: false, IsNew: false)));
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(2));
            Assert.That(bed.Engine.GetAllClusters().Any(cluster => cluster.Enforceable), Is.False);
        });
    }

    [Test]
    public void Recall_TextThatCameBefore_HasItsClusterOthersNone()
    {
        var bed = new EngineFixture();
        bed.Add("known", Directions.At(0));

        Assert.Multiple(() =>
        {
            Assert.That(bed.Engine.Recall(EventOf("known"))?.ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Engine.Recall(EventOf("new")), Is.Null);
            Assert.That(bed.Engine.GetAllClusters().Single().Size, Is.EqualTo(2).Within(1e-9));
        });

        ClusterEvent EventOf(string text) => new(Samples.Error(text), null, 500, 1, bed.Time.GetUtcNow());
    }

    [Test]
    public void Process_VectorComesLater_PlacesTheErrorAnew()
    {
        var bed = new EngineFixture();
        bed.Add("text", null);
        var placed = bed.Add("text", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That(placed, Is.EqualTo(new ClusterAssignment("c-2", 1, Actionable: true, IsNew: true)));
            Assert.That(bed.Map.TryGet(Samples.Error("text").Fingerprint, out var id) ? id : null, Is.EqualTo("c-2"));
        });
    }

    [Test]
    public void Process_ChainOfNeighbours_StaysNearItsAnchor()
    {
        var bed = new EngineFixture(new ClusteringOptions { MeanCap = 1 });
        var ids = Enumerable.Range(0, 40).Select(step => bed.Add($"step {step}", Directions.At(step * 4)).ClusterId).ToList();
        // The bound of 0.90 lets a centroid go 26 degrees, the threshold of 0.87 reaches 30 further: 56 at most.
        Assert.That(ids.FindLastIndex(id => id == "c-1") * 4, Is.LessThanOrEqualTo(56));
    }

    [Test]
    public void Process_KnownFingerprint_IsInTheMap()
    {
        var bed = new EngineFixture();
        bed.Add("text", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That(bed.Map.TryGet(Samples.Error("text").Fingerprint, out var id) ? id : null, Is.EqualTo("c-1"));
            Assert.That(bed.Map.TryGet(Samples.Error("never seen").Fingerprint, out _), Is.False);
        });
    }

    [Test]
    public void Process_MorePlacesThanThereAre_GoesToOtherWhichNeverActs()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 2 });
        bed.Add("one", Directions.At(0, 0));
        bed.Add("two", Directions.At(0, 1));
        for (var i = 0; i < 10; i++)
        {
            Assert.That(bed.Add("three", Directions.At(0, 2)),
                Is.EqualTo(new ClusterAssignment("other", 0, Actionable: false, IsNew: false)));
        }

        var other = bed.Engine.GetCluster(ErrorCluster.OtherId)!;
        Assert.Multiple(() =>
        {
            Assert.That(other.Size, Is.EqualTo(10));
            Assert.That(other.Enforceable, Is.False);
            Assert.That(bed.Map.TryGet(Samples.Error("three").Fingerprint, out _), Is.False);
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(3));
        });
    }

    [Test]
    public void Process_FullWithAStaleCluster_TakesItsPlace()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 2 });
        bed.Add("one", Directions.At(0, 0));
        bed.Time.Advance(TimeSpan.FromMinutes(10));
        bed.Add("two", Directions.At(0, 1));
        bed.Time.Advance(TimeSpan.FromMinutes(10));
        var third = bed.Add("three", Directions.At(0, 2));
        var back = bed.Add("one", Directions.At(0, 0));
        Assert.Multiple(() =>
        {
            Assert.That(third.ClusterId, Is.EqualTo("c-3"));
            Assert.That(bed.Engine.GetCluster("c-1"), Is.Null);
            Assert.That(bed.Engine.GetCluster("c-2"), Is.Not.Null);
            Assert.That(back.ClusterId, Is.EqualTo(ErrorCluster.OtherId), "its fingerprint is forgotten with it");
        });
    }

    [Test]
    public void Process_ManyFingerprints_ForgetsTheOldest()
    {
        var bed = new EngineFixture(sampler: new SamplerOptions { MaxFingerprints = 100 });
        for (var i = 0; i < 250; i++)
        {
            bed.Add($"text {i}", Directions.At(0));
        }

        Assert.Multiple(() =>
        {
            Assert.That(bed.Map.Count, Is.EqualTo(100));
            Assert.That(bed.Map.TryGet(Samples.Error("text 249").Fingerprint, out _), Is.True);
            Assert.That(bed.Map.TryGet(Samples.Error("text 0").Fingerprint, out _), Is.False);
            Assert.That(bed.Engine.GetCluster("c-1")!.Size, Is.EqualTo(250));
        });
    }

    [Test]
    public void GetCluster_FewEvents_IsNotEnforceableYet()
    {
        var bed = new EngineFixture();
        bed.AddMany(4, "text", Directions.At(0));
        Assert.That(bed.Engine.GetCluster("c-1")!.Enforceable, Is.False);
        bed.Add("text", Directions.At(0));
        Assert.That(bed.Engine.GetCluster("c-1")!.Enforceable, Is.True);
    }

    [Test]
    public void Process_AnyStream_IsBoundedCountsEverythingAndRepeats() =>
        Gen.Select(Gen.Int[0, 359], Gen.Int[0, 3], Gen.Bool).List[0, 60].Sample(stream =>
        {
            var options = new ClusteringOptions { MaxClusters = 5 };
            var (one, two) = (new EngineFixture(options), new EngineFixture(options));
            foreach (var (degrees, plane, hasVector) in stream)
            {
                var vector = hasVector ? Directions.At(degrees, plane) : null;
                var text = $"{degrees} {plane}";
                if (one.Add(text, vector, weight: 2) != two.Add(text, vector, weight: 2))
                {
                    return false;
                }
            }

            var clusters = one.Engine.GetAllClusters();
            return clusters.Count <= 6
                && clusters.Sum(cluster => cluster.Size) == 2 * stream.Count
                && clusters.All(cluster => cluster.Severity is >= 0 and <= 1 && cluster.Representatives.Length is >= 1 and <= 5);
        });

    [Test]
    public void GetAllClusters_WhileProcessing_SeesWholeClusters()
    {
        var bed = new EngineFixture();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var seen = 0;
            while (!done.IsCancellationRequested)
            {
                seen = Math.Max(seen,
                    bed.Engine.GetAllClusters().Count(cluster => cluster.Size >= 1 && cluster.Representatives.Length >= 1));
            }

            return seen;
        });
        for (var i = 0; i < 2000; i++)
        {
            bed.Add($"text {i}", Directions.At(i % 360, i % 4));
            bed.Engine.ReCluster();
        }

        done.Cancel();
        Assert.That(async () => await reader, Throws.Nothing);
    }
}
