using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// The Cholesky factorisation of a symmetric positive definite matrix, <c>S = L L'</c> (Golub and Van Loan, Matrix Computations, 4.2).
/// </summary>
internal static class Cholesky
{
    /// <summary>The rows of L, each up to its diagonal.</summary>
    /// <param name="symmetric">Rows, of which only what is up to the diagonal is read.</param>
    /// <param name="ridge">Added to the diagonal.</param>
    public static double[][] Factor(double[][] symmetric, double ridge = 0)
    {
        var factor = new double[symmetric.Length][];
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var rest = symmetric[i][j] + (i == j ? ridge : 0)
                    - TensorPrimitives.Dot<double>(factor[i].AsSpan(0, j), factor[j].AsSpan(0, j));
                factor[i][j] = i == j ? Math.Sqrt(rest) : rest / factor[j][j];
            }
        }

        return factor;
    }
}
