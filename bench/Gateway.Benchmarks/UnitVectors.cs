using System.Numerics.Tensors;

namespace Gateway.Benchmarks;

/// <summary>Random vectors of length 1; in many dimensions any two are nearly at right angles.</summary>
internal sealed class UnitVectors(int dimension, int seed)
{
    private readonly Random _random = new(seed);

    public float[] Next() => Near(new float[dimension], 1);

    /// <summary>A unit vector at about cosine 1 / sqrt(1 + distance^2) from <paramref name="centre"/>, itself a unit vector.</summary>
    public float[] Near(ReadOnlySpan<float> centre, float distance)
    {
        var noise = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            noise[i] = (float)(_random.NextDouble() - _random.NextDouble());
        }

        var scale = distance / TensorPrimitives.Norm<float>(noise);
        var vector = new float[dimension];
        TensorPrimitives.MultiplyAdd(noise, scale, centre, vector);
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
