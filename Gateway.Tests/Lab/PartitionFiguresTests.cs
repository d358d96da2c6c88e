using CsCheck;
using Gateway.Lab.Scoring;

namespace Gateway.Tests.Lab;

/// <summary>Against the published definitions (Rosenberg and Hirschberg 2007; Hubert and Arabie 1985), computed by hand.</summary>
public sealed class PartitionFiguresTests
{
    private const double Exact = 1e-12;

    /// <summary>One letter an item: its class above, its cluster below.</summary>
    private static PartitionFigures Of(string classes, string clusters) =>
        PartitionFigures.Of([.. classes.Zip(clusters, (c, k) => (c.ToString(), k.ToString()))]);

    [Test]
    public void Of_TwoClassesShareACluster_IsAsComputedByHand()
    {
        // Entropies: classes 2,1,1 of 4 = 1.5 ln 2, clusters 2,2 = ln 2, cells 2,1,1 = 1.5 ln 2. Pairs: TP 1, FP 1, FN 0, TN 4.
        var figures = Of("aabc", "1122");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((figures.Items, figures.Classes, figures.Clusters), Is.EqualTo((4, 3, 2)));
            Assert.That(figures.Homogeneity, Is.EqualTo(2.0 / 3).Within(Exact));
            Assert.That(figures.Completeness, Is.EqualTo(1).Within(Exact));
            Assert.That(figures.V, Is.EqualTo(0.8).Within(Exact));
            Assert.That(figures.AdjustedRand, Is.EqualTo(4.0 / 7).Within(Exact));
            Assert.That(figures.PairPrecision, Is.EqualTo(0.5).Within(Exact));
            Assert.That(figures.PairRecall, Is.EqualTo(1).Within(Exact));
            Assert.That(figures.PairF1, Is.EqualTo(2.0 / 3).Within(Exact));
            Assert.That(figures.FalseMerges, Is.EqualTo(0.25).Within(Exact));
        }
    }

    [Test]
    public void Of_EachClusterHoldsThreeFifthsOfAClass_IsAsComputedByHand()
    {
        // Each class and cluster 5 of 15, each cluster 3, 1, 1: H(C|K) = -(.6 ln .6 + .4 ln .2) = .950271, H(C) = ln 3 = 1.098612.
        // Pairs: TP 3 x 3 = 9, same class 30, same cluster 30, all 105: TP 9, FP 21, FN 21, TN 54.
        var figures = Of("aaabcbbbcacccab", "111112222233333");
        var expected = 1 - (-((0.6 * Math.Log(0.6)) + (0.4 * Math.Log(0.2))) / Math.Log(3));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected, Is.EqualTo(0.13503).Within(1e-5));
            Assert.That(figures.Homogeneity, Is.EqualTo(expected).Within(Exact));
            Assert.That(figures.Completeness, Is.EqualTo(expected).Within(Exact));
            Assert.That(figures.V, Is.EqualTo(expected).Within(Exact));
            Assert.That(figures.AdjustedRand, Is.EqualTo(2 * ((9.0 * 54) - (21 * 21)) / ((30.0 * 75) + (30 * 75))).Within(Exact));
            Assert.That(figures.PairPrecision, Is.EqualTo(0.3).Within(Exact));
            Assert.That(figures.PairRecall, Is.EqualTo(0.3).Within(Exact));
            Assert.That(figures.PairF1, Is.EqualTo(0.3).Within(Exact));
            Assert.That(figures.FalseMerges, Is.EqualTo(0.4).Within(Exact));
        }
    }

    [Test]
    public void Of_ContingencyTableOfTenItems_IsAsComputedByHand()
    {
        // Cells (1,1,0 / 1,2,1 / 0,0,4): sum of pairs 7, classes 2,4,4: 13, clusters 2,3,5: 14, all 45.
        // Hubert and Arabie: (7 - 13*14/45) / ((13+14)/2 - 13*14/45) = .312573.
        var figures = Of("aabbbbcccc", "1212233333");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.AdjustedRand, Is.EqualTo((7 - (13 * 14 / 45.0)) / (13.5 - (13 * 14 / 45.0))).Within(Exact));
            Assert.That(figures.AdjustedRand, Is.EqualTo(0.312573).Within(1e-6));
            Assert.That(figures.PairPrecision, Is.EqualTo(0.5).Within(Exact));
            Assert.That(figures.PairRecall, Is.EqualTo(7.0 / 13).Within(Exact));
            Assert.That(figures.FalseMerges, Is.EqualTo(0.3).Within(Exact));
        }
    }

    [Test]
    public void Of_ClustersSayNothingOfClasses_IsWorseThanChance()
    {
        // TP 0, FP 2, FN 2, TN 2.
        var figures = Of("aabb", "1212");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(figures.V, Is.Zero.Within(Exact));
            Assert.That(figures.AdjustedRand, Is.EqualTo(-0.5).Within(Exact));
            Assert.That(figures.PairF1, Is.Zero);
        }
    }

    [TestCase("aaaa", "1111")]
    [TestCase("abcd", "1234")]
    [TestCase("aabc", "2231")]
    public void Of_SamePartition_IsPerfect(string classes, string clusters)
    {
        var figures = Of(classes, clusters);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((figures.V, figures.AdjustedRand, figures.FalseMerges), Is.EqualTo((1.0, 1.0, 0.0)));
            Assert.That(figures.PairPrecision, Is.Null.Or.EqualTo(1));
        }
    }

    [Test]
    public void Of_NoTwoShareACluster_HasNoPairPrecision() => Assert.That(Of("aab", "123").PairPrecision, Is.Null);

    [Test]
    public void Of_ClassesAndClustersSwapped_SwapsWhatIsNotSymmetric() =>
        Gen.Select(Gen.Char['a', 'e'], Gen.Char['1', '4']).Array[2, 40].Sample(items =>
        {
            var figures = PartitionFigures.Of([.. items.Select(i => (i.Item1.ToString(), i.Item2.ToString()))]);
            var swapped = PartitionFigures.Of([.. items.Select(i => (i.Item2.ToString(), i.Item1.ToString()))]);
            Assert.That(swapped.Homogeneity, Is.EqualTo(figures.Completeness).Within(1e-9));
            Assert.That(swapped.V, Is.EqualTo(figures.V).Within(1e-9).And.InRange(-1e-9, 1 + 1e-9));
            Assert.That(swapped.AdjustedRand, Is.EqualTo(figures.AdjustedRand).Within(1e-9).And.LessThanOrEqualTo(1 + 1e-9));
            Assert.That(swapped.PairRecall, Is.EqualTo(figures.PairPrecision));
        });
}
