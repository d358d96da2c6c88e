using Gateway.Tests.Embedding;


namespace Gateway.Tests.Clustering.Operators;

/// <summary>What operators put right stays right.</summary>
public sealed class ClusterOperationsTests
{
    [Test]
    public void Merge_TwoClusters_AreOneForGood()
    {
        var bed = new EngineFixture();
        bed.AddMany(3, "one", Directions.At(0));
        bed.AddMany(4, "two", Directions.At(90));
        var result = bed.Operations.Merge("c-1", "c-2");
        bed.Engine.ReCluster();
        Assert.Multiple(() =>
        {
            Assert.That(result.Cluster!.Id, Is.EqualTo("c-1"));
            Assert.That(result.Cluster.Size, Is.EqualTo(7));
            Assert.That(bed.Engine.GetCluster("c-2")!.Id, Is.EqualTo("c-1"));
            Assert.That(bed.Add("two", Directions.At(90)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Add("near the second", Directions.At(95)),
                Is.EqualTo(bed.Add("near the second", Directions.At(95)) with
                {
                    ClusterId = "c-1",
                    Actionable = true,
                    Similarity = (float)Math.Cos(5 * Math.PI / 180),
                }).Using<ClusterAssignment>(
                (a, b) => a.ClusterId == b.ClusterId && a.Actionable == b.Actionable));
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(1));
            Assert.That(bed.Map.TryGet(Samples.Error("two").Fingerprint, out var id) ? id : null, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Merge_AcrossLanguages_BothGoThere()
    {
        var bed = new EngineFixture();
        bed.Add("disk is full", Directions.At(0));
        bed.Add("磁盘空间不足", [1, 0], space: "zh");
        bed.Operations.Merge("c-1", "c-2");
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("disk full again", Directions.At(5)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Add("磁盘已满", [1, 0], space: "zh").ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Merge_FreeClusterIntoAKnownCause_TakesItsNeighboursAlong()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", ListedCauses.Named("deadlock"))));
        bed.Add("deadlock found", Directions.At(0));
        bed.Add("lock cycle", Directions.At(90));
        bed.Operations.Merge("c-1", "c-2");
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("lock cycle again", Directions.At(92)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Engine.GetCluster("c-2")!.CauseId, Is.EqualTo("deadlock"));
        });
    }

    [Test]
    public void Merge_KnownCauseIntoAFreeCluster_SendsItsErrorsThere()
    {
        var deadlock = ListedCauses.Named("deadlock");
        var bed = new EngineFixture(causes: new ListedCauses(("deadlock found", deadlock), ("another deadlock", deadlock)));
        bed.Add("lock cycle", Directions.At(90));
        bed.Add("deadlock found", Directions.At(0));
        var merged = bed.Operations.Merge("c-1", "c-2").Cluster!;
        Assert.Multiple(() =>
        {
            Assert.That((merged.CauseId, merged.Kind, merged.Label), Is.EqualTo(("deadlock", ErrorKind.DataConflict, "database deadlock")));
            Assert.That(bed.Add("another deadlock", Directions.At(0)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [TestCase("c-1", "c-9", null)]
    [TestCase("c-9", "c-1", null)]
    [TestCase("c-1", "c-1", "one cluster already")]
    [TestCase("c-1", "c-3", "4xx")]
    [TestCase("other", "c-1", "no cause")]
    public void Merge_Impossible_ChangesNothing(string into, string from, string? reason)
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 3 });
        bed.Add("one", Directions.At(0));
        bed.Add("two", Directions.At(90));
        bed.Add("three", Directions.At(0), guardKey: "4xx");
        bed.Add("no room", Directions.At(0, 2));
        var result = bed.Operations.Merge(into, from);
        Assert.Multiple(() =>
        {
            Assert.That(result.Cluster, Is.Null);
            Assert.That(result.Refusal, reason is null ? Is.Null : Does.Contain(reason));
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(4));
        });
    }

    [Test]
    public void Split_Wordings_AreApartForGood()
    {
        var bed = new EngineFixture();
        bed.Add("first", Directions.At(0));
        bed.Add("second", Directions.At(5));
        var result = bed.Operations.Split("c-1", [], [1]);
        for (var i = 0; i < 5; i++)
        {
            bed.Engine.ReCluster();
            bed.Add($"like the second {i}", Directions.At(5));
            bed.Add($"like the first {i}", Directions.At(0));
        }

        Assert.Multiple(() =>
        {
            Assert.That(result.Cluster!.Id, Is.EqualTo("c-2"));
            Assert.That(result.Cluster.Representatives, Is.EqualTo(new[] { "second" }));
            Assert.That(bed.Engine.GetCluster("c-1")!.Representatives[0], Is.EqualTo("first"));
            Assert.That(bed.Add("first", Directions.At(0)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Add("second", Directions.At(5)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("like the second 0", Directions.At(5)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("like the first 0", Directions.At(0)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Split_TheAnchorGoes_TheRestIsAnchoredAnew()
    {
        var bed = new EngineFixture();
        bed.Add("first", Directions.At(0));
        bed.Add("second", Directions.At(28));
        bed.Operations.Split("c-1", [Samples.Error("first").Fingerprint], []);
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("third", Directions.At(1)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("fourth", Directions.At(28)).Similarity, Is.EqualTo(1).Within(1e-5));
            Assert.That(bed.Add("fourth", Directions.At(28)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Split_FromAKnownCause_NearWordingsStayOutOfIt()
    {
        var deadlock = ListedCauses.Named("deadlock");
        var bed =
            new EngineFixture(causes: new ListedCauses(("deadlock found", deadlock), ("door lock", deadlock),
                ("door lock jammed", deadlock),
                ("deadlock again", deadlock)));
        bed.Add("deadlock found", Directions.At(0));
        bed.Add("door lock", Directions.At(60));
        bed.Operations.Split("c-1", [], [1]);
        Assert.Multiple(() =>
        {
            Assert.That(bed.Add("door lock", Directions.At(60)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("door lock jammed", Directions.At(65)).ClusterId, Is.EqualTo("c-2"));
            Assert.That(bed.Add("deadlock again", Directions.At(0)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Merge_WhatWasSplit_IsTheOperatorsRight()
    {
        var bed = new EngineFixture();
        bed.Add("first", Directions.At(0));
        bed.Add("second", Directions.At(5));
        bed.Operations.Split("c-1", [], [1]);
        Assert.That(bed.Operations.Merge("c-1", "c-2").Cluster!.Id, Is.EqualTo("c-1"));
        Assert.That(bed.Add("second", Directions.At(5)).ClusterId, Is.EqualTo("c-1"));
    }

    [TestCase(new[] { 2 }, "no representative 2")]
    [TestCase(new[] { 0, 1 }, "at least must stay")]
    public void Split_Impossible_SaysWhy(int[] representatives, string reason)
    {
        var bed = new EngineFixture();
        bed.Add("first", Directions.At(0));
        bed.Add("second", Directions.At(5));
        Assert.Multiple(() =>
        {
            Assert.That(bed.Operations.Split("c-1", [], representatives).Refusal, Does.Contain(reason));
            Assert.That(bed.Operations.Split("c-1", [new Fingerprint(1)], []).Refusal, Does.Contain("0000000000000001"));
            Assert.That(bed.Operations.Split("c-9", [], representatives), Is.EqualTo(ClusterOperationResult.NotFound));
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Mute_Cluster_CountsOnButNeverActs()
    {
        var bed = new EngineFixture();
        bed.AddMany(10, "text", Directions.At(0));
        var muted = bed.Operations.Mute("c-1", true).Cluster!;
        var placed = bed.Add("text", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That((muted.Status, muted.Enforceable, muted.Severity), Is.EqualTo(("muted", false, 0)));
            Assert.That(placed.Actionable, Is.False);
            Assert.That(bed.Engine.GetCluster("c-1")!.Size, Is.EqualTo(11));
            Assert.That(bed.Operations.Mute("c-1", false).Cluster!.Enforceable, Is.True);
        });
    }

    [Test]
    public void ReCluster_OneIsMuted_DoesNotTouchTheOther()
    {
        var bed = ReClusterTests.TwoThatCameCloser();
        bed.Operations.Mute("c-2", true);
        Assert.That(bed.Engine.ReCluster(), Is.Zero);
    }

    [Test]
    public void Label_WithKind_IsShownWhateverComesLater()
    {
        var bed = new EngineFixture();
        bed.Add("text", Directions.At(0));
        bed.Operations.Label("c-1", new ClusterLabel("the printer", ErrorKind.DependencyDown, []));
        bed.Add("more text", Directions.At(5));
        bed.Engine.ReCluster();
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.That((cluster.Label, cluster.Kind, cluster.Confidence, cluster.CauseId),
            Is.EqualTo(("the printer", ErrorKind.DependencyDown, 1.0, (string?)null)));
    }

    [Test]
    public void Label_WithExamples_TeachesACauseWhoseErrorsComeHere()
    {
        var bed = new EngineFixture(causes: new ListedCauses(("paper jam", ListedCauses.Named("user_the_printer"))));
        bed.Add("text", Directions.At(0));
        bed.Operations.Label("c-1", new ClusterLabel("The printer", ErrorKind.DependencyDown, ["paper jam", "out of toner"]));
        Assert.Multiple(() =>
        {
            Assert.That(bed.UserCauses.Added, Is.EqualTo(new[] { "user_the_printer The printer DependencyDown paper jam|out of toner" }));
            Assert.That(bed.Add("paper jam", Directions.At(90)).ClusterId, Is.EqualTo("c-1"));
            Assert.That(bed.Engine.GetCluster("c-1")!.CauseId, Is.EqualTo("user_the_printer"));
        });
    }

    [Test]
    public void Label_ExamplesAsTheyArrive_AreMaskedFirst()
    {
        var bed = new EngineFixture();
        bed.Add("text", Directions.At(0));
        var operations = new Modules.Clustering.Operators.ClusterOperations(
            bed.Clusters, bed.Engine, bed.UserCauses, new UpperCaseReader(), bed.Options.Section<ClusteringOptions>(), bed.Time);
        operations.Label("c-1", new ClusterLabel("打印机", null, ["jam of bob"]));
        Assert.That(bed.UserCauses.Added.Single(), Does.Match("^user_[0-9a-f]{16} 打印机 Unknown JAM OF BOB$"));
    }

    private sealed class UpperCaseReader : IErrorTextReader
    {
        public MaskedError Read(in ErrorResponse response) =>
            Samples.Error(System.Text.Encoding.UTF8.GetString(response.Body.Span).ToUpperInvariant());
    }

    [Test]
    public void Label_ExamplesRefused_ChangesNothing()
    {
        var bed = new EngineFixture();
        bed.UserCauses.Problem = "no";
        bed.Add("text", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That(bed.Operations.Label("c-1", new ClusterLabel("the printer", null, ["x"])).Refusal, Is.EqualTo("no"));
            Assert.That(bed.Engine.GetCluster("c-1")!.Label, Is.EqualTo("text"));
        });
    }

    [Test]
    public void Process_FullOfOperatorsClusters_KeepsThem()
    {
        var bed = new EngineFixture(new ClusteringOptions { MaxClusters = 1 });
        bed.Add("text", Directions.At(0));
        bed.Operations.Label("c-1", new ClusterLabel("kept", null, []));
        bed.Time.Advance(TimeSpan.FromDays(2));
        Assert.That(bed.Add("another", Directions.At(90)).ClusterId, Is.EqualTo(ErrorCluster.OtherId));
    }
}
