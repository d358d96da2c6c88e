using System.Numerics.Tensors;
using Gateway.Modules.Clustering.Causes;

namespace Gateway.Training.Learning;

/// <summary>One training example: a sparse vector, or a dense one when <paramref name="Rows"/> is null.</summary>
internal readonly record struct Example(int[]? Rows, float[] Values, int Cause);

/// <summary>
/// Fits multinomial logistic regression with an L2 penalty on the weights, not on the biases. The examples are cut into a fixed number of
/// shares whose gradients are added in order, so the result does not depend on how many cores there are.
/// </summary>
internal static class MultinomialFit
{
    private const int Shares = 2;

    public static LinearModel Fit(IReadOnlyList<Example> examples, int features, int causes, double penalty, int iterations)
    {
        var point = new float[(features + 1) * causes];
        var partial = new float[Shares][];
        var losses = new double[Shares];
        for (var share = 0; share < Shares; share++)
        {
            partial[share] = new float[point.Length];
        }

        double Loss(float[] at, float[] gradient)
        {
            Parallel.For(0, Shares, share =>
            {
                Array.Clear(partial[share]);
                losses[share] = Accumulate(examples, share * examples.Count / Shares, (share + 1) * examples.Count / Shares, at,
                    partial[share], features, causes);
            });
            partial[0].CopyTo(gradient, 0);
            for (var share = 1; share < Shares; share++)
            {
                TensorPrimitives.Add(gradient, partial[share], gradient);
            }

            var weights = at.AsSpan(0, features * causes);
            var weightGradient = gradient.AsSpan(0, weights.Length);
            TensorPrimitives.MultiplyAdd(weights, (float)penalty, weightGradient, weightGradient);
            return losses.Sum() + (penalty / 2 * TensorPrimitives.SumOfSquares<float>(weights));
        }

        Lbfgs.Minimise(point, Loss, iterations);
        return new LinearModel(causes, point[..(features * causes)], point[(features * causes)..]);
    }

    private static double Accumulate(IReadOnlyList<Example> examples, int first, int end, float[] at, float[] gradient, int features,
        int causes)
    {
        var scores = new float[causes];
        var bias = features * causes;
        double loss = 0;
        for (var item = first; item < end; item++)
        {
            var (rows, values, cause) = examples[item];
            at.AsSpan(bias, causes).CopyTo(scores);
            for (var i = 0; i < values.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(at.AsSpan((rows?[i] ?? i) * causes, causes), values[i], scores, scores);
            }

            var max = TensorPrimitives.Max<float>(scores);
            var target = scores[cause] - max;
            TensorPrimitives.Subtract(scores, max, scores);
            TensorPrimitives.Exp<float>(scores, scores);
            var sum = TensorPrimitives.Sum<float>(scores);
            loss += Math.Log(sum) - target;
            TensorPrimitives.Divide(scores, sum, scores);
            scores[cause] -= 1;
            TensorPrimitives.Add(gradient.AsSpan(bias, causes), scores, gradient.AsSpan(bias, causes));
            for (var i = 0; i < values.Length; i++)
            {
                var row = gradient.AsSpan((rows?[i] ?? i) * causes, causes);
                TensorPrimitives.MultiplyAdd(scores, values[i], row, row);
            }
        }

        return loss;
    }
}
