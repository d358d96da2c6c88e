using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>Failures and successes of one scope in one window, rows and weights.</summary>
internal struct ScopeCount
{
    public int Failures;
    public int Successes;
    public double FailedWeight;
    public double SucceededWeight;

    /// <summary>One row.</summary>
    public static ScopeCount Of(bool failed, double weight) => failed
        ? new ScopeCount { Failures = 1, FailedWeight = weight }
        : new ScopeCount { Successes = 1, SucceededWeight = weight };

    public readonly int Total => Failures + Successes;

    public readonly double TotalWeight => FailedWeight + SucceededWeight;

    /// <summary>P(fail), by weight.</summary>
    public readonly double FailureShare => TotalWeight <= 0 ? 0 : FailedWeight / TotalWeight;

    public void Add(in ScopeCount other)
    {
        Failures += other.Failures;
        Successes += other.Successes;
        FailedWeight += other.FailedWeight;
        SucceededWeight += other.SucceededWeight;
    }

    public readonly ScopeCount WithoutFailures() => this with { Failures = 0, FailedWeight = 0 };

    /// <summary>Bounds of P(fail): the share is weighted, the certainty comes from the rows that were really seen.</summary>
    public readonly double Lower(double z) => WilsonInterval.Lower(FailureShare * Total, Total, z);

    public readonly double Upper(double z) => WilsonInterval.Upper(FailureShare * Total, Total, z);
}

/// <summary>
/// All a search needs to know about one group of clusters, counted in one pass over the table: for each combination of the
/// values that occur often among the failures (at most 64, one bit each) and each window, how many rows failed and succeeded.
/// A scope of any number of tests is then a mask, and its counts are a sum over the combinations that contain it; the number of
/// combinations is small however many rows there are.
/// </summary>
internal sealed class EvidenceGrid
{
    private const int MaxValues = 64;
    private readonly Dictionary<ulong, Combination> _combinations = [];
    private readonly ImmutableArray<DimensionTest> _tests;
    private readonly Dictionary<ValueKey, int> _bits;

    private EvidenceGrid(ImmutableArray<TimeSpan> windows, Dictionary<ValueKey, int> bits, ImmutableArray<DimensionTest> tests)
    {
        Windows = windows;
        _bits = bits;
        _tests = tests;
        Totals = new ScopeCount[windows.Length];
    }

    /// <summary>Lengths of the windows, short to long.</summary>
    public ImmutableArray<TimeSpan> Windows { get; }

    /// <summary>Everything in each window.</summary>
    public ScopeCount[] Totals { get; }

    /// <summary>Arrivals in the longest window, refused ones included.</summary>
    public double Arrivals { get; private set; }

    public int ValueCount => _tests.Length;

    /// <summary>The test of one bit.</summary>
    public DimensionTest TestOf(int bit) => _tests[bit];

    public static EvidenceGrid Build(
        IReadOnlyList<OutcomeRow> rows,
        Func<OutcomeRow, bool?> failed,
        ImmutableArray<TimeSpan> windows,
        DateTimeOffset now,
        int minimumFailures)
    {
        var frequent = FrequentValues(rows, failed, minimumFailures);
        var grid = new EvidenceGrid(windows, frequent.Bits, frequent.Tests);
        foreach (var row in rows)
        {
            grid.Count(row, failed(row), now - row.At);
        }

        return grid;
    }

    /// <summary>Which frequent values a row carries.</summary>
    public ulong MaskOf(OutcomeRow row)
    {
        var mask = 0UL;
        foreach (var value in row.Values)
        {
            if (_bits.TryGetValue(value, out var bit))
            {
                mask |= 1UL << bit;
            }
        }

        return mask;
    }

    /// <summary>The counts of a scope in every window; failures in the <paramref name="covered"/> scopes are left out.</summary>
    public ScopeCount[] CountsOf(ulong scope, IReadOnlyList<ulong>? covered = null)
    {
        var sums = new ScopeCount[Windows.Length];
        foreach (var (mask, combination) in _combinations)
        {
            if ((mask & scope) != scope)
            {
                continue;
            }

            var explained = covered is not null && covered.Any(c => (mask & c) == c);
            for (var i = 0; i < sums.Length; i++)
            {
                var count = combination.Windows[i];
                sums[i].Add(explained ? count.WithoutFailures() : count);
            }
        }

        return sums;
    }

    /// <summary>Requests of a scope that arrived in the longest window, refused ones included: its footprint.</summary>
    public double FootprintOf(ulong scope)
    {
        var sum = 0.0;
        foreach (var (mask, combination) in _combinations)
        {
            sum += (mask & scope) == scope ? combination.Arrivals : 0;
        }

        return sum;
    }

    /// <summary>The masks of failing combinations, from which candidates are made.</summary>
    public IEnumerable<(ulong Mask, int Failures)> FailingCombinations() =>
        _combinations.Where(c => c.Value.Windows[^1].Failures > 0).Select(c => (c.Key, c.Value.Windows[^1].Failures));

    public Scope ScopeOf(ulong mask)
    {
        var tests = new List<DimensionTest>(BitOperations.PopCount(mask));
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            tests.Add(_tests[BitOperations.TrailingZeroCount(rest)]);
        }

        return new Scope(tests);
    }

    private void Count(OutcomeRow row, bool? failed, TimeSpan age)
    {
        ref var combination = ref CollectionsMarshal.GetValueRefOrAddDefault(_combinations, MaskOf(row), out _);
        combination ??= new Combination(Windows.Length);
        combination.Arrivals += row.Weight;
        Arrivals += row.Weight;
        if (failed is null)
        {
            return;
        }

        var one = ScopeCount.Of(failed.Value, row.Weight);
        for (var i = Windows.Length - 1; i >= 0 && age <= Windows[i]; i--)
        {
            combination.Windows[i].Add(one);
            Totals[i].Add(one);
        }
    }

    private static (Dictionary<ValueKey, int> Bits, ImmutableArray<DimensionTest> Tests) FrequentValues(
        IReadOnlyList<OutcomeRow> rows, Func<OutcomeRow, bool?> failed, int minimumFailures)
    {
        var counts = new Dictionary<ValueKey, (int Failures, DimensionValue Shown)>();
        foreach (var row in rows)
        {
            if (failed(row) != true)
            {
                continue;
            }

            for (var i = 0; i < row.Values.Length; i++)
            {
                if (IsCandidate(row.Dimensions[i]))
                {
                    ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, row.Values[i], out var known);
                    // Rows come newest first: the newest way of writing a value is the most open one.
                    count = (count.Failures + 1, known ? count.Shown : row.Dimensions[i]);
                }
            }
        }

        var chosen = counts
            .Where(c => c.Value.Failures >= minimumFailures)
            .OrderByDescending(c => c.Value.Failures)
            .ThenBy(c => DimensionNames.RankOf(c.Value.Shown.Dimension))
            .ThenBy(c => c.Value.Shown.Dimension, StringComparer.Ordinal)
            .ThenBy(c => c.Value.Shown.Value, StringComparer.Ordinal)
            .Take(MaxValues)
            .ToArray();
        var bits = new Dictionary<ValueKey, int>(chosen.Length);
        foreach (var (key, _) in chosen)
        {
            bits[key] = bits.Count;
        }

        return (bits, [.. chosen.Select(c => new DimensionTest(c.Value.Shown.Dimension, TestOperator.Equal, c.Value.Shown.Value))]);
    }

    /// <summary>Folded values stand for many, and an exact size says nothing: neither can make a scope.</summary>
    private static bool IsCandidate(DimensionValue value) =>
        value.Dimension != DimensionNames.BodyBytes && value.Value != DimensionNames.Folded
        && !(value.Dimension == DimensionNames.Path && value.Value.EndsWith(DimensionNames.Folded, StringComparison.Ordinal));

    private sealed class Combination(int windows)
    {
        public double Arrivals;

        public ScopeCount[] Windows { get; } = new ScopeCount[windows];
    }
}
