using System.Numerics.Tensors;

namespace Gateway.Training.Learning;

/// <summary>
/// Limited-memory BFGS (Liu and Nocedal, Mathematical Programming 45, 1989) with Armijo backtracking. Deterministic: the order of all
/// sums is fixed by the caller's function and by this class.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 6;

    /// <param name="loss">Writes the gradient at a point and returns the loss there.</param>
    public static void Minimise(float[] point, Func<float[], float[], double> loss, int iterations, double tolerance = 1e-4)
    {
        var steps = new List<(float[] S, float[] Y, double Rho)>();
        var gradient = new float[point.Length];
        var value = loss(point, gradient);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var direction = Direction(gradient, steps);
            var slope = (double)TensorPrimitives.Dot<float>(direction, gradient);
            if (slope >= 0)
            {
                TensorPrimitives.Negate(gradient, direction);
                slope = -TensorPrimitives.SumOfSquares<float>(gradient);
                steps.Clear();
            }

            var size = steps.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1f;
            var next = new float[point.Length];
            var nextGradient = new float[point.Length];
            double nextValue;
            for (var tries = 0; ; tries++)
            {
                TensorPrimitives.MultiplyAdd(direction, (float)size, point, next);
                nextValue = loss(next, nextGradient);
                if (nextValue <= value + (1e-4 * size * slope) || tries == 20)
                {
                    break;
                }

                size /= 2;
            }

            if (nextValue >= value)
            {
                return;
            }

            Remember(steps, point, next, gradient, nextGradient);
            var gain = (value - nextValue) / Math.Max(1, Math.Abs(value));
            next.CopyTo(point, 0);
            gradient = nextGradient;
            value = nextValue;
            if (gain < tolerance)
            {
                return;
            }
        }
    }

    private static void Remember(List<(float[] S, float[] Y, double Rho)> steps, float[] point, float[] next, float[] gradient,
        float[] nextGradient)
    {
        var s = new float[point.Length];
        var y = new float[point.Length];
        TensorPrimitives.Subtract(next, point, s);
        TensorPrimitives.Subtract(nextGradient, gradient, y);
        var curvature = (double)TensorPrimitives.Dot<float>(s, y);
        if (curvature > 1e-10)
        {
            steps.Add((s, y, 1 / curvature));
            if (steps.Count > Memory)
            {
                steps.RemoveAt(0);
            }
        }
    }

    private static float[] Direction(float[] gradient, List<(float[] S, float[] Y, double Rho)> steps)
    {
        var q = (float[])gradient.Clone();
        var alphas = new double[steps.Count];
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            alphas[i] = steps[i].Rho * TensorPrimitives.Dot<float>(steps[i].S, q);
            TensorPrimitives.MultiplyAdd(steps[i].Y, (float)-alphas[i], q, q);
        }

        if (steps.Count > 0)
        {
            var (_, y, rho) = steps[^1];
            TensorPrimitives.Multiply(q, (float)(1 / (rho * TensorPrimitives.SumOfSquares<float>(y))), q);
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var beta = steps[i].Rho * TensorPrimitives.Dot<float>(steps[i].Y, q);
            TensorPrimitives.MultiplyAdd(steps[i].S, (float)(alphas[i] - beta), q, q);
        }

        TensorPrimitives.Negate(q, q);
        return q;
    }
}
