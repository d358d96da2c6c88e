using System.Numerics.Tensors;
using CsCheck;
using Gateway.Modules.Clustering;

namespace Gateway.Tests.Clustering;

public sealed class CentroidTests
{
    private static readonly Gen<float[]> Unit = Gen.Float[-1, 1].Array[8].Where(vector => TensorPrimitives.Norm<float>(vector) > 0.1f)
        .Select(vector =>
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    });

    [Test]
    public void Move_AnyVectors_StaysAUnitVectorWithinTheBound() =>
        Gen.Select(Unit, Unit.List[1, 20], Gen.Float[0, 1], Gen.Float[0, 0.999f]).Sample((anchor, vectors, share, bound) =>
        {
            var centroid = (float[])anchor.Clone();
            foreach (var vector in vectors)
            {
                Centroid.Move(centroid, vector, anchor, share, bound);
            }

            return Math.Abs(TensorPrimitives.Norm<float>(centroid) - 1) < 1e-3
                && TensorPrimitives.Dot<float>(centroid, anchor) >= bound - 1e-3f;
        });

    [Test]
    public void Move_WithinTheBound_GoesTowardsTheVector()
    {
        var anchor = Directions.At(0);
        var centroid = Directions.At(0);
        Centroid.Move(centroid, Directions.At(20), anchor, 0.5f, 0.8f);
        Assert.That(TensorPrimitives.Dot<float>(centroid, Directions.At(10)), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Move_OverTheBound_StopsAtItOnTheWay()
    {
        var anchor = Directions.At(0);
        var centroid = Directions.At(0);
        Centroid.Move(centroid, Directions.At(60), anchor, 1, (float)Math.Cos(30 * Math.PI / 180));
        Assert.That(TensorPrimitives.Dot<float>(centroid, Directions.At(30)), Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Move_OppositeVector_FallsBackToTheAnchor()
    {
        var anchor = Directions.At(0);
        var centroid = Directions.At(0);
        Centroid.Move(centroid, Directions.At(180), anchor, 0.5f, 0.8f);
        Assert.That(centroid, Is.EqualTo(anchor));
    }
}
