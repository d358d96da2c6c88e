using CsCheck;
using Gateway.Modules.Clustering;

namespace Gateway.Tests.Clustering;

public sealed class SeverityTests
{
    private static readonly Gen<double> Rate = Gen.Double[0, 1e6];
    private static readonly Gen<double> Share = Gen.Double[0, 1];

    [Test]
    public void Of_AnyInput_IsBetweenZeroAndOneAndGrowsWithEachPart() =>
        Gen.Select(Rate, Gen.Double[0, 100], Share, Gen.Enum<ErrorKind>()).Sample((rate, trend, share, kind) =>
        {
            var severity = Severity.Of(rate, trend, share, kind);
            return severity is >= 0 and <= 1
                && Severity.Of(rate + 1, trend, share, kind) >= severity
                && Severity.Of(rate, trend + 1, share, kind) >= severity
                && Severity.Of(rate, trend, Math.Min(share + 0.1, 1), kind) >= severity;
        });

    [Test]
    public void Of_WorstOfAll_IsOne() =>
        Assert.That(Severity.Of(1e9, 6, 1, ErrorKind.DependencyDown), Is.EqualTo(1).Within(1e-6));

    [Test]
    public void PerSecond_TwoMetersMerged_CountsBoth()
    {
        var at = Embedding.Samples.Noon;
        var (one, two) = (new RateMeter(TimeSpan.FromSeconds(10)), new RateMeter(TimeSpan.FromSeconds(10)));
        one.Add(10, at);
        two.Add(20, at);
        one.Add(two, at);
        Assert.Multiple(() =>
        {
            Assert.That(one.PerSecond(at), Is.EqualTo(3).Within(1e-9));
            Assert.That(one.PerSecond(at + TimeSpan.FromSeconds(10)), Is.EqualTo(3 / Math.E).Within(1e-9));
            Assert.That(one.PerSecond(at - TimeSpan.FromSeconds(10)), Is.EqualTo(3).Within(1e-9), "time that runs backwards stands still");
        });
    }
}
