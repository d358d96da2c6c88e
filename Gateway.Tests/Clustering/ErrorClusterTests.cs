namespace Gateway.Tests.Clustering;

/// <summary>What people see of a cluster.</summary>
public sealed class ErrorClusterTests
{
    [Test]
    public void GetCluster_AfterSomeErrors_ShowsThem()
    {
        var bed = new EngineFixture();
        var start = bed.Time.GetUtcNow();
        bed.Add("deadlock in <q>\nat line <n>", Directions.At(0), status: 500, weight: 2);
        bed.Time.Advance(TimeSpan.FromSeconds(3));
        bed.Add("deadlock again", Directions.At(5), status: 503);
        var cluster = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(cluster.Label, Is.EqualTo("deadlock in <q>"));
            Assert.That(cluster.Representatives, Is.EqualTo(new[] { "deadlock in <q>\nat line <n>", "deadlock again" }));
            Assert.That(cluster.Size, Is.EqualTo(3));
            Assert.That(cluster.UpstreamStatus, Is.EqualTo(500));
            Assert.That(cluster.GuardKey, Is.EqualTo("5xx"));
            Assert.That(cluster.FirstSeen, Is.EqualTo(start));
            Assert.That(cluster.LastSeen, Is.EqualTo(start + TimeSpan.FromSeconds(3)));
            Assert.That(cluster.Status, Is.EqualTo("live"));
        });
    }

    [Test]
    public void GetCluster_LongText_LabelIsCutBetweenCharacters()
    {
        var bed = new EngineFixture();
        bed.Add(new string('x', 78) + "😀 and more", Directions.At(0));
        Assert.That(bed.Engine.GetCluster("c-1")!.Label, Is.EqualTo(new string('x', 78) + "…"));
    }

    [Test]
    public void GetCluster_SilentForLong_IsStale()
    {
        var bed = new EngineFixture();
        bed.Add("text", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.That(bed.Engine.GetCluster("c-1")!.Status, Is.EqualTo("stale"));
    }

    [Test]
    public void GetCluster_StaleForHalfLives_ShrinksAndMustEarnTheRightToActAgain()
    {
        var bed = new EngineFixture(new ClusteringOptions { HalfLife = TimeSpan.FromMinutes(10), StaleAfter = TimeSpan.FromMinutes(15) });
        bed.AddMany(8, "text", Directions.At(0));
        bed.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.That(bed.Engine.GetCluster("c-1")!.Size, Is.EqualTo(8), "nothing is lost before it is stale");
        bed.Time.Advance(TimeSpan.FromMinutes(20));
        var stale = bed.Engine.GetCluster("c-1")!;
        bed.Add("text", Directions.At(0));
        var back = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That((stale.Size, stale.Enforceable), Is.EqualTo((2, false)));
            Assert.That((back.Size, back.Enforceable), Is.EqualTo((3, false)));
        });
    }

    [Test]
    public void GetCluster_SteadyErrors_ShowsTheirRateSoonAndNoGrowthLater()
    {
        var bed = new EngineFixture();
        Run(bed, seconds: 3, perSecond: 20);
        var early = bed.Engine.GetCluster("c-1")!;
        Run(bed, seconds: 300, perSecond: 20);
        var late = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(early.RatePerSecond, Is.EqualTo(20).Within(2));
            Assert.That(early.Trend, Is.GreaterThan(4));
            Assert.That(late.RatePerSecond, Is.EqualTo(20).Within(1));
            Assert.That(late.Trend, Is.EqualTo(1).Within(0.05));
        });
    }

    [Test]
    public void GetCluster_ErrorsStop_RateAndSeverityFall()
    {
        var bed = new EngineFixture();
        Run(bed, seconds: 30, perSecond: 20);
        var during = bed.Engine.GetCluster("c-1")!;
        bed.Time.Advance(TimeSpan.FromSeconds(60));
        var after = bed.Engine.GetCluster("c-1")!;
        Assert.Multiple(() =>
        {
            Assert.That(after.RatePerSecond, Is.LessThan(0.1));
            Assert.That(after.Trend, Is.LessThan(0.1));
            Assert.That(after.Severity, Is.LessThan(during.Severity / 4));
        });
    }

    [Test]
    public void GetAllClusters_UnlikeRates_ShowsTheMostSevereFirst()
    {
        var bed = new EngineFixture();
        bed.Add("rare", Directions.At(0, 1));
        Run(bed, seconds: 5, perSecond: 50);
        Assert.That(bed.Engine.GetAllClusters().Select(cluster => cluster.Label), Is.EqualTo(new[] { "often", "rare" }));
    }

    [Test]
    public void GetCluster_SmallShareOfTraffic_IsLessSevere()
    {
        var (alone, among) = (new EngineFixture(), new EngineFixture());
        Run(alone, seconds: 5, perSecond: 10);
        Run(among, seconds: 5, perSecond: 10, healthyPerSecond: 1000);
        Assert.That(among.Engine.GetCluster("c-1")!.Severity, Is.LessThan(alone.Engine.GetCluster("c-1")!.Severity * 0.8));
    }

    [Test]
    public void Process_ClockOfAnotherReplicaRunsAhead_SeenNow()
    {
        var bed = new EngineFixture();
        bed.Engine.Process(new ClusterEvent(
            Embedding.Samples.Error("text"), new("s", Directions.At(0)), 500, 1, bed.Time.GetUtcNow() + TimeSpan.FromDays(1)));
        Assert.That(bed.Engine.GetCluster("c-1")!.LastSeen, Is.EqualTo(bed.Time.GetUtcNow()));
    }

    private static void Run(EngineFixture bed, int seconds, int perSecond, int healthyPerSecond = 0)
    {
        for (var i = 0; i < seconds * perSecond; i++)
        {
            bed.Time.Advance(TimeSpan.FromSeconds(1.0 / perSecond));
            bed.Engine.CountTraffic(1 + ((double)healthyPerSecond / perSecond), bed.Time.GetUtcNow());
            bed.Add("often", Directions.At(0));
        }
    }
}
