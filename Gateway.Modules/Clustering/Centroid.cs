using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering;

/// <summary>
/// The running mean on the unit sphere. A centroid moves towards a new vector by 1 / (n + 1), n at most a cap, so that it never
/// stops following; and it never leaves the cap around its anchor: a step that would is cut back to the border, on the great
/// circle between anchor and mean. So a chain of near neighbours cannot walk a cluster away from what it was opened for.
/// </summary>
internal static class Centroid
{
    /// <summary>Moves <paramref name="centroid"/> towards <paramref name="vector"/>; all three are unit vectors of one length.</summary>
    /// <param name="share">The new vector's part of the mean, 0 to 1.</param>
    /// <param name="bound">Lowest cosine between centroid and anchor.</param>
    public static void Move(Span<float> centroid, ReadOnlySpan<float> vector, ReadOnlySpan<float> anchor, float share, float bound)
    {
        for (var i = 0; i < centroid.Length; i++)
        {
            centroid[i] += share * (vector[i] - centroid[i]);
        }

        var length = TensorPrimitives.Norm<float>(centroid);
        if (length < 1e-6f)
        {
            // Opposite vectors cancel out; the anchor is what the cluster stands for.
            anchor.CopyTo(centroid);
            return;
        }

        TensorPrimitives.Divide(centroid, length, centroid);
        Hold(centroid, anchor, bound);
    }

    private static void Hold(Span<float> centroid, ReadOnlySpan<float> anchor, float bound)
    {
        var cosine = TensorPrimitives.Dot(centroid, anchor);
        if (cosine >= bound)
        {
            return;
        }

        for (var i = 0; i < centroid.Length; i++)
        {
            centroid[i] -= cosine * anchor[i];
        }

        // What is left is at right angles to the anchor; its length is the sine of the old angle.
        var sine = TensorPrimitives.Norm<float>(centroid);
        var reach = sine < 1e-6f ? 0 : MathF.Sqrt(1 - (bound * bound)) / sine;
        var along = sine < 1e-6f ? 1 : bound;
        for (var i = 0; i < centroid.Length; i++)
        {
            centroid[i] = (reach * centroid[i]) + (along * anchor[i]);
        }
    }
}
