using System.Numerics.Tensors;

namespace Gateway.Tests.Clustering;

/// <summary>The order in which errors come must not decide what they are.</summary>
public sealed class OrderTests
{
    private const int Width = 32;
    private const int Causes = 30;

    [Test]
    public void Process_TenShuffles_GroupNearlyTheSame()
    {
        var items = MakeItems(new Random(5));
        var scores = Enumerable.Range(0, 10).Select(seed => Score(items, new Random(seed))).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(scores.Max() - scores.Min(), Is.LessThan(0.01));
            Assert.That(scores.Min(), Is.GreaterThan(0.9));
        });
    }

    private static List<(int Cause, float[] Vector)> MakeItems(Random random) =>
        [.. Enumerable.Range(0, Causes).SelectMany(cause =>
        {
            var centre = Direction(random);
            return Enumerable.Range(0, 20).Select(_ => (cause, Near(centre, Direction(random))));
        })];

    private static double Score(List<(int Cause, float[] Vector)> items, Random random)
    {
        var bed = new EngineFixture(new ClusteringOptions { GroupThreshold = 0.82, AnchorThreshold = 0.85 });
        var order = Enumerable.Range(0, items.Count).ToArray();
        random.Shuffle(order);
        var ids = new string[items.Count];
        foreach (var index in order)
        {
            ids[index] = bed.Add($"wording {index}", items[index].Vector).ClusterId;
        }

        bed.Engine.ReCluster();
        return VMeasure([.. items.Select((item, index) => (item.Cause, bed.Engine.GetCluster(ids[index])!.Id))]);
    }

    /// <summary>Rosenberg and Hirschberg 2007: the harmonic mean of homogeneity and completeness, 2 I / (H(class) + H(cluster)).</summary>
    private static double VMeasure((int Class, string Cluster)[] items)
    {
        double n = items.Length;
        double Entropy<T>(IEnumerable<T> labels) =>
            -labels.GroupBy(label => label).Sum(group => group.Count() / n * Math.Log(group.Count() / n));
        var (classes, clusters, both) = (Entropy(items.Select(item => item.Class)), Entropy(items.Select(item => item.Cluster)),
            Entropy(items));
        return 2 * (classes + clusters - both) / (classes + clusters);
    }

    private static float[] Direction(Random random)
    {
        var vector = Enumerable.Range(0, Width).Select(_ => (float)(random.NextDouble() - random.NextDouble())).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    /// <summary>About 27 degrees off the centre, so that two of a cause are some 37 apart.</summary>
    private static float[] Near(float[] centre, float[] noise)
    {
        var vector = centre.Zip(noise, (one, two) => one + (0.5f * two)).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
