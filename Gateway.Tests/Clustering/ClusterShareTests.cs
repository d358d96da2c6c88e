namespace Gateway.Tests.Clustering;

internal sealed class ClusterShareTests
{
    [Test]
    public void Process_OneVoterTookEveryPlace_ARealErrorStillGetsACluster()
    {
        var bed = new EngineFixture();
        bed.AddMany(3, "shared", null);
        for (var i = 0; i < 600; i++)
        {
            bed.Add($"made up {i}", null, voter: "loud");
        }

        var real = bed.Add("real", null, voter: "honest");

        Assert.Multiple(() =>
        {
            Assert.That(real.IsNew, Is.True);
            Assert.That(bed.Engine.GetAllClusters(), Has.Count.EqualTo(512));
            Assert.That(bed.Engine.GetCluster("c-1"), Is.Not.Null, "what others feed keeps its place");
        });
    }
}
