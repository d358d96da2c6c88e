using System.Globalization;
using System.Numerics;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Learned cuts of <c>bodyBytes</c>. A fault by size rarely stands alone, so for everything and for each telling value by itself the cut is
/// looked for from which on refusing is worth most, F - b/(1-b) S, in one pass from the largest body down: over the last seconds, and
/// since the onset. Where the traffic with a value has no success below the cut, size explains nothing there. Limits are round: the power
/// of two below a cut is offered too, unless a success lies between them. A cut speaks for all sizes, also for those that nobody has sent
/// yet: it takes <see cref="LeastSizes"/> different ones that fail and as many below that succeed. Two texts of different length are two
/// texts, and no size.
/// </summary>
internal static class SizeCuts
{
    private const int Most = 6;
    private const int LeastSizes = 5;
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    public static IEnumerable<GridTest> Of(AttributionTable table, IReadOnlyList<GridTest> values, int minimumFailures, double bound)
    {
        if (table.Snapshot.BySize.IsEmpty)
        {
            return [];
        }

        var price = bound / (1 - Math.Min(bound, 0.99));
        var best = new Dictionary<long, double>();
        foreach (var since in new[] { table.Now - Lately, table.Onset })
        {
            foreach (var scan in Scan(table, values, since, price))
            {
                if (scan.Failures >= minimumFailures && scan is { FailingSizes: >= LeastSizes, SuccessfulSizes: >= LeastSizes }
                    && scan.SuccessBelow is { } below)
                {
                    best[scan.Cut] = Math.Max(best.GetValueOrDefault(scan.Cut), scan.Best);
                    var round = PowerOfTwoUpTo(scan.Cut);
                    if (round > below && round < scan.Cut)
                    {
                        best[round] = Math.Max(best.GetValueOrDefault(round), scan.Best);
                    }
                }
            }
        }

        return [.. best.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(2 * Most).Select(c => ToTest(c.Key, table.Snapshot))];
    }

    /// <summary>Whether a cut is a round number, as limits are.</summary>
    public static bool IsRound(long bytes) => bytes > 0 && BitOperations.IsPow2(bytes);

    private static long PowerOfTwoUpTo(long bytes) => bytes < 1 ? 0 : 1L << BitOperations.Log2((ulong)bytes);

    private static GridTest ToTest(long cut, TableSnapshot snapshot) => new(
        new DimensionTest(DimensionNames.BodyBytes, TestOperator.AtLeast, cut.ToString(CultureInfo.InvariantCulture)),
        snapshot.RowsAtLeast(cut),
        null);

    private static BestCut[] Scan(AttributionTable table, IReadOnlyList<GridTest> values, DateTimeOffset since, double price)
    {
        var scans = new BestCut[values.Count + 1];
        foreach (var i in table.Snapshot.BySize)
        {
            if (i >= table.Length || table.Rows[i].At < since || table.FailedAt(i) is not { } failed)
            {
                continue;
            }

            var (bytes, worth) = (table.Rows[i].BodyBytes, failed ? table.Rows[i].Weight : -price * table.Rows[i].Weight);
            scans[^1].Add(bytes, failed, worth);
            for (var value = 0; value < values.Count; value++)
            {
                if (values[value].Rows.Contains(i))
                {
                    scans[value].Add(bytes, failed, worth);
                }
            }

            table.Snapshot.Budget.Spend(values.Count);
        }

        table.Snapshot.Budget.Spend(table.Snapshot.BySize.Length);
        return scans;
    }

    private struct BestCut
    {
        private double _sum;
        private int _seen;
        private int _seenSizes;
        private long _lastFailed;
        private long _lastSucceeded;

        public double Best { get; private set; }

        public long Cut { get; private set; }

        /// <summary>Failures from the cut on.</summary>
        public int Failures { get; private set; }

        /// <summary>Size of the largest success below the cut.</summary>
        public long? SuccessBelow { get; private set; }

        /// <summary>Different sizes of these failures.</summary>
        public int FailingSizes { get; private set; }

        /// <summary>Different sizes below the cut that succeeded.</summary>
        public int SuccessfulSizes { get; private set; }

        public void Add(long bytes, bool failed, double worth)
        {
            _sum += worth;
            if (failed)
            {
                _seen++;
                _seenSizes += _seen == 1 || bytes != _lastFailed ? 1 : 0;
                _lastFailed = bytes;
            }

            if (_sum > Best)
            {
                (Best, Cut, Failures, FailingSizes) = (_sum, bytes, _seen, _seenSizes);
                (SuccessBelow, SuccessfulSizes) = (null, 0);
            }
            else if (!failed)
            {
                SuccessfulSizes += SuccessBelow is null || bytes != _lastSucceeded ? 1 : 0;
                _lastSucceeded = bytes;
                SuccessBelow ??= bytes;
            }
        }
    }
}
