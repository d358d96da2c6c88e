using CsCheck;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Tests.Shared.Statistics;

public sealed class WilsonIntervalTests
{
    /// <summary>Values of Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.</summary>
    [TestCase(81, 263, 0.2553, 0.3662)]
    [TestCase(15, 148, 0.0624, 0.1605)]
    [TestCase(0, 20, 0.0000, 0.1611)]
    [TestCase(1, 29, 0.0061, 0.1718)]
    public void Bounds_PublishedExamples_Agree(int hits, int total, double lower, double upper)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(WilsonInterval.Lower(hits, total, WilsonInterval.TwoSided95), Is.EqualTo(lower).Within(0.00006));
            Assert.That(WilsonInterval.Upper(hits, total, WilsonInterval.TwoSided95), Is.EqualTo(upper).Within(0.00006));
        }
    }

    [Test]
    public void Bounds_NoData_AreZeroAndOne() =>
        Assert.That((WilsonInterval.Lower(0, 0, 1.96), WilsonInterval.Upper(0, 0, 1.96)), Is.EqualTo((0.0, 1.0)));

    [Test]
    public void Bounds_AnyCounts_HoldTheShareAndMirror() => Gen.Select(Gen.Int[0, 500], Gen.Int[0, 500], Gen.Double[0.1, 4])
        .Where(x => x.Item1 + x.Item2 > 0)
        .Sample((hits, misses, z) =>
        {
            var total = hits + misses;
            var (lower, upper) = (WilsonInterval.Lower(hits, total, z), WilsonInterval.Upper(hits, total, z));
            var share = (double)hits / total;
            return lower >= 0 && upper <= 1 && lower <= share + 1e-12 && share <= upper + 1e-12
                && Math.Abs(lower - (1 - WilsonInterval.Upper(misses, total, z))) < 1e-9;
        });

    [Test]
    public void Lower_TheSameShareOfMore_IsCloser() => Gen.Select(Gen.Int[1, 50], Gen.Int[0, 50], Gen.Int[2, 9])
        .Sample((hits, misses, times) =>
            WilsonInterval.Lower(hits * times, (hits + misses) * times, WilsonInterval.OneSided95)
            > WilsonInterval.Lower(hits, hits + misses, WilsonInterval.OneSided95) - 1e-12);
}
