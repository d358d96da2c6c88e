using System.Text.Json;

namespace Gateway.Tests.Clustering;

public sealed class ClusterArchiveTests
{
    [Test]
    public void Restore_SlowAnswers_MayStillAct()
    {
        var before = new EngineFixture();
        before.Add("slow answers of orders", vector: null, GuardKeys.Slow, status: 200);
        var after = new EngineFixture(embed: _ => Directions.At(0));
        after.Archive.Restore(before.Archive.Export());
        Assert.That(after.Add("slow answers of orders", vector: null, GuardKeys.Slow, status: 200),
            Is.EqualTo(new ClusterAssignment("c-1", 1, Actionable: true, IsNew: false)));
    }

    [Test]
    public void Restore_SameSpace_GoesOnWhereItWas()
    {
        var before = new EngineFixture(embed: _ => [1, 0, 0, 0, 0, 0, 0, 0]);
        before.AddMany(6, "first", Directions.At(0), space: "stub:1");
        before.Add("near", Directions.At(20), space: "stub:1");
        before.Add("far", Directions.At(90), space: "stub:1");
        before.Operations.Label("c-2", new ClusterLabel("the far one", ErrorKind.Overload, []));
        // Through JSON, as a store would keep it.
        var stored = JsonSerializer.Deserialize<StoredCluster[]>(JsonSerializer.Serialize(before.Archive.Export()))!;
        var after = new EngineFixture(embed: _ => [1, 0, 0, 0, 0, 0, 0, 0]);
        Assert.That(after.Archive.Restore(stored), Is.EqualTo(2));
        Assert.Multiple(() =>
        {
            Assert.That(JsonSerializer.Serialize(after.Archive.Export()), Is.EqualTo(JsonSerializer.Serialize(stored)));
            Assert.That(after.Engine.GetCluster("c-1")!.Size, Is.EqualTo(7));
            Assert.That(after.Engine.GetCluster("c-2")!.Label, Is.EqualTo("the far one"));
            Assert.That(after.Add("far", Directions.At(90), space: "stub:1").ClusterId, Is.EqualTo("c-2"));
            Assert.That(after.Add("also far", Directions.At(92), space: "stub:1").ClusterId, Is.EqualTo("c-2"));
            Assert.That(after.Add("new", Directions.At(0, 1), space: "stub:1").ClusterId, Is.EqualTo("c-3"));
        });
    }

    [Test]
    public void Restore_AnotherSpace_IsEmbeddedAnewAndNeverCompared()
    {
        var before = new EngineFixture();
        before.Add("first", Directions.At(0), space: "old");
        before.Add("near", Directions.At(10), space: "old");
        // In the new model's eyes the two are far apart: the cluster then stands in both places.
        var after = new EngineFixture(embed: text => text == "first" ? Directions.At(90) : Directions.At(0, 1));
        after.Archive.Restore(before.Archive.Export());
        Assert.Multiple(() =>
        {
            Assert.That(after.Archive.Export().Single().Centroids.Select(centroid => centroid.Space),
                Is.EqualTo(new[] { "stub:1", "stub:1" }));
            Assert.That(after.Add("like the first", Directions.At(91), space: "stub:1").ClusterId, Is.EqualTo("c-1"));
            Assert.That(after.Add("like the second", Directions.At(1, 1), space: "stub:1").ClusterId, Is.EqualTo("c-1"));
            Assert.That(after.Add("where the old one was", Directions.At(0), space: "stub:1").ClusterId, Is.EqualTo("c-2"));
        });
    }

    [Test]
    public void Restore_OperatorsWork_StaysDone()
    {
        var before = new EngineFixture();
        before.Add("first", Directions.At(0), space: "stub:1");
        before.Add("second", Directions.At(5), space: "stub:1");
        before.Add("third", Directions.At(90), space: "stub:1");
        before.Operations.Split("c-1", [], [1]);
        before.Operations.Merge("c-1", "c-2");
        before.Operations.Mute("c-3", true);
        var after = new EngineFixture(embed: text =>
            text switch { "first" => Directions.At(0), "second" => Directions.At(5), _ => Directions.At(90) });
        after.Archive.Restore(before.Archive.Export());
        Assert.Multiple(() =>
        {
            Assert.That(after.Engine.GetCluster("c-2")!.Id, Is.EqualTo("c-1"));
            Assert.That(after.Engine.GetCluster("c-3")!.Status, Is.EqualTo("muted"));
            Assert.That(after.Engine.ReCluster(), Is.Zero);
            Assert.That(after.Add("like the third", Directions.At(91), space: "stub:1").ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Restore_KnownCause_ReceivesItsErrorsAgain()
    {
        var causes = new ListedCauses(("deadlock found", ListedCauses.Named("deadlock")), ("deadlock", ListedCauses.Named("deadlock")));
        var before = new EngineFixture(causes: causes);
        before.Add("deadlock found", Directions.At(0));
        var after = new EngineFixture(causes: causes);
        after.Archive.Restore(before.Archive.Export());
        Assert.Multiple(() =>
        {
            Assert.That(after.Engine.GetCluster("c-1")!.Label, Is.EqualTo("database deadlock"));
            Assert.That(after.Add("deadlock", Directions.At(0)).ClusterId, Is.EqualTo("c-1"));
        });
    }

    [Test]
    public void Restore_IdsTakenOrNoRoom_AreLeftOut()
    {
        var before = new EngineFixture();
        before.Add("first", Directions.At(0));
        before.Add("second", Directions.At(90));
        before.Add("third", Directions.At(0, 1));
        var after = new EngineFixture(new ClusteringOptions { MaxClusters = 2 });
        after.Add("mine", Directions.At(0));
        Assert.Multiple(() =>
        {
            Assert.That(after.Archive.Restore([.. before.Archive.Export(), before.Archive.Export()[0] with { Id = "nonsense" }]),
                Is.EqualTo(1));
            Assert.That(after.Engine.GetCluster("c-1")!.Label, Is.EqualTo("mine"));
        });
    }
}
