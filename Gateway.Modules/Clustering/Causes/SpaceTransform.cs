using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>
/// Within-class covariance normalisation (Hatch, Kajarekar, Stolcke, Interspeech 2006): <c>x' = A (x - mu)</c>, unit length, with
/// <c>A S A^T = I</c> for the covariance S of errors within one cause, shrunk towards a sphere. What varies between wordings of one
/// cause stops counting. A is the inverse of S's Cholesky factor: angles are the same as with the symmetric root, and half of it is zero.
/// </summary>
/// <param name="rows">Lower triangle, row after row: row i has i + 1 values.</param>
internal sealed class SpaceTransform(string space, float[] mean, float[] rows)
{
    public string Space => space;

    public int Dimension => mean.Length;

    public float[] Mean => mean;

    public float[] Rows => rows;

    public float[] Apply(ReadOnlySpan<float> vector)
    {
        var centred = new float[mean.Length];
        TensorPrimitives.Subtract(vector, mean, centred);
        var result = new float[mean.Length];
        var start = 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = TensorPrimitives.Dot(rows.AsSpan(start, i + 1), centred.AsSpan(0, i + 1));
            start += i + 1;
        }

        var norm = TensorPrimitives.Norm<float>(result);
        if (norm > 0)
        {
            TensorPrimitives.Divide(result, norm, result);
        }

        return result;
    }
}
