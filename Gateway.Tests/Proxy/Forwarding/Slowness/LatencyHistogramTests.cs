using CsCheck;
using Gateway.Modules.Proxy.Forwarding.Slowness;

namespace Gateway.Tests.Proxy.Forwarding.Slowness;

internal sealed class LatencyHistogramTests
{
    [Test]
    public void QuantileOf_AnyLatencies_IsRightWithinABucket() =>
        Gen.Select(Gen.Double[0.05, 3_000_000].Array[1, 60], Gen.Double[0.01, 1]).Sample((milliseconds, share) =>
        {
            var histogram = new LatencyHistogram();
            Array.ForEach(milliseconds, m => histogram.Add(TimeSpan.FromMilliseconds(m)));
            var counts = new int[LatencyHistogram.Buckets];
            var total = histogram.MoveTo(counts);
            var exact = milliseconds.Order().ElementAt((int)Math.Ceiling(total * share) - 1);
            var found = LatencyHistogram.QuantileOf(counts, total, share) / (double)TimeSpan.TicksPerMillisecond;
            return total == milliseconds.Length && found >= exact - 0.0001 && found <= (exact * 1.0626) + 0.11;
        }, iter: 2000);

    [Test]
    public async Task Add_ManyThreads_LosesNone()
    {
        var histogram = new LatencyHistogram();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                histogram.Add(TimeSpan.FromMilliseconds(i % 3));
            }
        })));
        Assert.That(histogram.MoveTo(new int[LatencyHistogram.Buckets]), Is.EqualTo(80_000));
    }

    [Test]
    public void CountBeyond_SomeLate_CountsThoseAlone()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in new[] { 1, 10, 100, 1000, 10_000_000 })
        {
            histogram.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        var counts = new int[LatencyHistogram.Buckets];
        histogram.MoveTo(counts);
        Assert.That(LatencyHistogram.CountBeyond(counts, TimeSpan.FromMilliseconds(50).Ticks), Is.EqualTo(3));
        Assert.That(histogram.MoveTo(counts), Is.Zero, "they have been moved out");
    }
}
