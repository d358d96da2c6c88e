using System.Numerics.Tensors;

namespace Gateway.Benchmarks;

/// <summary>The yardstick of whatever works on vectors: a 384 x 384 matrix times a vector, 384 dot products.</summary>
internal sealed class MatrixYardstick
{
    public const int Dimension = 384;

    private readonly float[] _matrix;
    private readonly float[] _vector;
    private readonly float[] _product = new float[Dimension];

    public MatrixYardstick()
    {
        var vectors = new UnitVectors(Dimension, 1);
        _matrix = [.. Enumerable.Range(0, Dimension).SelectMany(_ => vectors.Next())];
        _vector = vectors.Next();
    }

    public float Multiply()
    {
        for (var row = 0; row < Dimension; row++)
        {
            _product[row] = TensorPrimitives.Dot<float>(_matrix.AsSpan(row * Dimension, Dimension), _vector);
        }

        return _product[^1];
    }
}
