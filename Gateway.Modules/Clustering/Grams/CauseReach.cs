using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// How much of a text the wordings of one cause can rebuild together: 1 less the predictive variance of a Gaussian process over them,
/// <c>k' (K + nI)^-1 k</c>, with k the text's cosines to the wordings, K theirs among each other and n the noise (Rasmussen and Williams
/// 2006, equation 2.26). A stranger may be near to one wording or use words that all occur, and still not be made of what the cause says.
/// Three noises ask for an exact, a near and a loose likeness.
/// </summary>
internal sealed class CauseReach
{
    private static readonly double[] Noises = [0.03, 0.1, 0.3];

    /// <summary>Per cause and noise the lower triangle of the Cholesky factor of K + nI, row by row.</summary>
    private readonly float[][][] _factors;

    public CauseReach(GramWordings wordings)
    {
        _factors = new float[wordings.Starts.Length - 1][][];
        for (var cause = 0; cause < _factors.Length; cause++)
        {
            var within = wordings.SimilaritiesWithin(cause);
            _factors[cause] = Array.ConvertAll(Noises,
                noise => Array.ConvertAll([.. Cholesky.Factor(within, noise).SelectMany(row => row)], value => (float)value));
        }
    }

    /// <summary>One share per noise, from 0 to about 1.</summary>
    /// <param name="similarities">The text's cosine to each wording of the cause.</param>
    public float[] Of(float[] similarities, int cause) => Array.ConvertAll(_factors[cause], factor => Rebuild(factor, similarities));

    /// <summary>Solves <c>L y = k</c> by forward substitution; <c>|y|^2</c> is the form sought.</summary>
    private static float Rebuild(float[] factor, float[] similarities)
    {
        var solved = new float[similarities.Length];
        var row = 0;
        for (var i = 0; i < solved.Length; i++)
        {
            solved[i] = (similarities[i] - TensorPrimitives.Dot<float>(factor.AsSpan(row, i), solved.AsSpan(0, i))) / factor[row + i];
            row += i + 1;
        }

        return TensorPrimitives.SumOfSquares<float>(solved);
    }
}
