using System.Numerics;

namespace Gateway.Modules.Proxy.Forwarding.Slowness;

/// <summary>
/// How often which latency came, in fixed memory: sixteen buckets for each doubling, from 0.1 ms to more than an hour, so that a quantile
/// is right within 6 %. Any number of threads may add.
/// </summary>
internal sealed class LatencyHistogram
{
    public const int Buckets = ((LargestPower - Bits + 1) << Bits) + (1 << Bits);

    private const int Bits = 4;
    private const int LargestPower = 25;
    private const long Unit = TimeSpan.TicksPerMillisecond / 10;

    private readonly int[] _counts = new int[Buckets];

    public void Add(TimeSpan latency) => Interlocked.Increment(ref _counts[BucketOf(latency)]);

    /// <summary>Moves the counts out; returns how many there are.</summary>
    public int MoveTo(Span<int> counts)
    {
        var total = 0;
        for (var i = 0; i < Buckets; i++)
        {
            counts[i] = Interlocked.Exchange(ref _counts[i], 0);
            total += counts[i];
        }

        return total;
    }

    /// <summary>The latency that this share of the answers does not exceed, in ticks: the upper end of its bucket.</summary>
    public static long QuantileOf(ReadOnlySpan<int> counts, int total, double share)
    {
        var left = (int)Math.Ceiling(total * share);
        for (var i = 0; i < counts.Length; i++)
        {
            left -= counts[i];
            if (left <= 0)
            {
                return UpperEnd(i);
            }
        }

        return UpperEnd(counts.Length - 1);
    }

    /// <summary>How many took longer than so many ticks.</summary>
    public static int CountBeyond(ReadOnlySpan<int> counts, long ticks)
    {
        var beyond = 0;
        for (var i = counts.Length - 1; i >= 0 && LowerEnd(i) >= ticks; i--)
        {
            beyond += counts[i];
        }

        return beyond;
    }

    private static int BucketOf(TimeSpan latency)
    {
        var units = (ulong)Math.Clamp(latency.Ticks / Unit, 0, (1L << (LargestPower + 1)) - 1);
        if (units < 1 << Bits)
        {
            return (int)units;
        }

        var power = BitOperations.Log2(units);
        return ((power - Bits + 1) << Bits) + (int)((units >> (power - Bits)) & ((1 << Bits) - 1));
    }

    private static long LowerEnd(int bucket)
    {
        var row = bucket >> Bits;
        var column = bucket & ((1 << Bits) - 1);
        return row == 0 ? bucket * Unit : ((1L << Bits) + column) * (1L << (row - 1)) * Unit;
    }

    private static long UpperEnd(int bucket) => LowerEnd(bucket + 1);
}
