using System.Numerics.Tensors;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Grams;
using Gateway.Training.Items;

namespace Gateway.Training.Learning;

/// <summary>Fits a <see cref="SpaceTransform"/>: pooled within-class covariance, shrunk, Cholesky factor, inverse.</summary>
internal static class WhiteningFit
{
    public static SpaceTransform Fit(string space, IReadOnlyList<TrainingItem> items, double shrink)
    {
        var d = items[0].Embedding.Vector.Length;
        var mean = new double[d];
        foreach (var item in items)
        {
            for (var i = 0; i < d; i++)
            {
                mean[i] += item.Embedding.Vector.Span[i] / items.Count;
            }
        }

        var covariance = Covariance(items, d);
        var trace = 0.0;
        for (var i = 0; i < d; i++)
        {
            trace += covariance[i][i];
        }

        for (var i = 0; i < d; i++)
        {
            TensorPrimitives.Multiply(covariance[i], 1 - shrink, covariance[i]);
            covariance[i][i] += shrink * trace / d;
        }

        return new SpaceTransform(space, [.. mean.Select(value => (float)value)], InverseOfFactor(covariance, d));
    }

    private static double[][] Covariance(IReadOnlyList<TrainingItem> items, int d)
    {
        var covariance = new double[d][];
        for (var i = 0; i < d; i++)
        {
            covariance[i] = new double[d];
        }

        foreach (var group in items.GroupBy(item => item.Cause))
        {
            var centre = new double[d];
            var members = group.Select(item => Array.ConvertAll(item.Embedding.Vector.ToArray(), value => (double)value)).ToArray();
            foreach (var member in members)
            {
                TensorPrimitives.Add<double>(centre, member, centre);
            }

            TensorPrimitives.Divide<double>(centre, members.Length, centre);
            foreach (var member in members)
            {
                TensorPrimitives.Subtract<double>(member, centre, member);
                for (var i = 0; i < d; i++)
                {
                    TensorPrimitives.MultiplyAdd<double>(member, member[i] / items.Count, covariance[i], covariance[i]);
                }
            }
        }

        return covariance;
    }

    /// <summary>The lower triangle of the inverse of S's Cholesky factor.</summary>
    private static float[] InverseOfFactor(double[][] s, int d)
    {
        var factor = Cholesky.Factor(s);

        // Row i of the inverse: (e_i - sum_k factor[i][k] row_k) / factor[i][i].
        var inverse = new double[d][];
        var triangle = new List<float>(d * (d + 1) / 2);
        for (var i = 0; i < d; i++)
        {
            inverse[i] = new double[d];
            for (var k = 0; k < i; k++)
            {
                TensorPrimitives.MultiplyAdd<double>(inverse[k], -factor[i][k], inverse[i], inverse[i]);
            }

            inverse[i][i] = 1;
            TensorPrimitives.Divide<double>(inverse[i], factor[i][i], inverse[i]);
            triangle.AddRange(inverse[i].Take(i + 1).Select(value => (float)value));
        }

        return [.. triangle];
    }
}
