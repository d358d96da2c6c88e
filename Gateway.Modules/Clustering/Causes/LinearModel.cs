using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>Multinomial logistic regression: one weight per feature and cause, one bias per cause.</summary>
/// <param name="weights">Feature by feature, <paramref name="causes"/> values each.</param>
internal sealed class LinearModel(int causes, float[] weights, float[] bias)
{
    public int Causes => causes;

    public float[] Weights => weights;

    public float[] Bias => bias;

    /// <summary>Scores of each cause before the soft maximum.</summary>
    public void Score(ReadOnlySpan<int> rows, ReadOnlySpan<float> values, Span<float> scores)
    {
        bias.CopyTo(scores);
        for (var i = 0; i < rows.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.AsSpan(rows[i] * causes, causes), values[i], scores, scores);
        }
    }

    public void Score(ReadOnlySpan<float> dense, Span<float> scores)
    {
        bias.CopyTo(scores);
        for (var i = 0; i < dense.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.AsSpan(i * causes, causes), dense[i], scores, scores);
        }
    }
}
