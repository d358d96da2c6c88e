using CsCheck;
using Gateway.Modules.Clustering.Grams;

namespace Gateway.Tests.Clustering.Causes;

internal sealed class CauseReachTests
{
    /// <summary>Two causes over four grams: the first has three wordings, the second none.</summary>
    private static readonly GramWordings Wordings = new(4, [0, 1, 0, 1], [1, 1, 0.6f, 0.8f], [0, 1, 2, 4], [0, 3, 3], [503, 503, 404]);

    [Test]
    public void SimilaritiesTo_TextOfTwoGrams_AreItsCosines() =>
        Assert.That(Wordings.SimilaritiesTo(Text([0, 3], [0.6f, 0.8f]), 0), Is.EqualTo(new[] { 0.6f, 0, 0.36f }).Within(1e-6));

    [Test]
    public void SimilaritiesWithin_Cause_AreSymmetricWithOnesOnTheDiagonal()
    {
        var within = Wordings.SimilaritiesWithin(0);
        Assert.That(within[0], Is.EqualTo(new[] { 1, 0, 0.6 }).Within(1e-6));
        Assert.That(within[2], Is.EqualTo(new[] { 0.6, 0.8, 1 }).Within(1e-6));
    }

    [Test]
    public void Of_OneWording_IsTheSquaredCosineOverOneAndTheNoise()
    {
        var one = new GramWordings(2, [0], [1], [0, 1], [0, 1], [500]);
        Assert.That(new CauseReach(one).Of([0.5f], 0), Is.EqualTo(new[] { 0.25f / 1.03f, 0.25f / 1.1f, 0.25f / 1.3f }).Within(1e-5));
    }

    [Test]
    public void Of_TextBetweenTwoWordings_IsReachedByBothTogether()
    {
        var text = Text([0, 1], [0.8f, 0.6f]);
        var alone = new GramWordings(4, [0], [1], [0, 1], [0, 1], [503]);
        Assert.That(
            new CauseReach(Wordings).Of(Wordings.SimilaritiesTo(text, 0), 0)[0],
            Is.GreaterThan(new CauseReach(alone).Of(alone.SimilaritiesTo(text, 0), 0)[0] + 0.2f));
    }

    [Test]
    public void Of_CauseWithoutWordings_IsZero() =>
        Assert.That(new CauseReach(Wordings).Of(Wordings.SimilaritiesTo(Text([0], [1]), 1), 1), Is.All.Zero);

    [Test]
    public void Of_AnyUnitTextAndWordings_LiesBetweenZeroAndOneAndFallsWithTheNoise() =>
        Gen.Select(Vectors(6), Vectors(1)).Sample((wordings, text) =>
        {
            var table = new GramWordings(
                Length, [.. wordings.SelectMany(_ => Enumerable.Range(0, Length))], [.. wordings.SelectMany(vector => vector)],
                [.. Enumerable.Range(0, wordings.Length + 1).Select(i => i * Length)], [0, wordings.Length], new int[wordings.Length]);
            var reach = new CauseReach(table).Of(table.SimilaritiesTo(Text([.. Enumerable.Range(0, Length)], text[0]), 0), 0);
            Assert.That(reach, Is.All.InRange(0, 1));
            Assert.That(reach, Is.Ordered.Descending);
        });

    [Test]
    public void StatusShare_SeenAndUnseenStatuses_AreSmoothed()
    {
        var (same, hundred) = Wordings.StatusShare(0, 503);
        Assert.That(same, Is.EqualTo(2.5f / 8).Within(1e-6));
        Assert.That(hundred, Is.EqualTo(2.5f / 5).Within(1e-6));
        Assert.That(Wordings.StatusShare(0, 500), Is.EqualTo((0.5f / 8, 2.5f / 5)));
        Assert.That(Wordings.StatusShare(1, 500).Same, Is.EqualTo(0.5f / 5).Within(1e-6));
    }

    private const int Length = 5;

    private static Gen<float[][]> Vectors(int most) =>
        Gen.Float[0.01f, 1].Array[Length]
            .Select(vector => Array.ConvertAll(vector, value => value / System.Numerics.Tensors.TensorPrimitives.Norm<float>(vector)))
            .Array[1, most];

    private static GramVector Text(int[] rows, float[] values) => new(rows, values, rows.Length, 0, 0);
}
