using System.Collections.Immutable;
using System.Numerics;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// All a search needs to know about one group of clusters: the values that tell its failures from the successes (at most
/// <see cref="MostValues"/>, one bit each), with the rows of each, and how many rows of a scope failed and succeeded in each window. A
/// scope is a mask over the values; its counts are an AND and a population count over the rows' words, whose newest come first, so that a
/// window is a prefix. The cost is the number of scopes times the number of words, whatever the rows carry.
/// </summary>
internal sealed class EvidenceGrid
{
    /// <summary>Values that scopes are made of. Whoever invents values adds to the noise that is left out, not to these.</summary>
    private const int MostValues = 32;

    /// <summary>
    /// Of these, values that say where a request goes or who sends it: kept by their failures alone, since all traffic may share them.
    /// </summary>
    private const int MostPlaces = 12;

    private readonly AttributionTable _table;
    private readonly KnownValue[] _values;
    private readonly int[] _ends;

    private EvidenceGrid(AttributionTable table, ImmutableArray<TimeSpan> windows, KnownValue[] values)
    {
        _table = table;
        _values = values;
        Windows = windows;
        _ends = [.. windows.Select(w => Math.Min(table.Length, table.Snapshot.RowsWithin(w)))];
        Totals = CountsOf(default, null);
        Arrivals = FootprintOf(default);
    }

    /// <summary>Lengths of the windows, short to long.</summary>
    public ImmutableArray<TimeSpan> Windows { get; }

    /// <summary>Everything in each window.</summary>
    public ScopeCount[] Totals { get; }

    /// <summary>Arrivals in the longest window, refused ones included.</summary>
    public double Arrivals { get; }

    public static EvidenceGrid Build(AttributionTable table, ImmutableArray<TimeSpan> windows, IReadOnlyList<int> neverActOn,
        int minimumFailures)
    {
        var values = TellingValues(table, neverActOn, minimumFailures);
        table.Snapshot.Index(values);
        return new EvidenceGrid(table, windows, values);
    }

    /// <summary>The values worth building scopes of, so that several groups can look their rows up in one pass.</summary>
    public static KnownValue[] TellingValues(AttributionTable table, IReadOnlyList<int> neverActOn, int minimumFailures)
    {
        var snapshot = table.Snapshot;
        snapshot.CountSuccesses(neverActOn);
        var seen = new List<KnownValue>();
        var failures = 0;
        for (var i = 0; i < table.Length; i++)
        {
            if (!table.Failed.Contains(i))
            {
                continue;
            }

            failures++;
            foreach (var value in table.Rows[i].Values)
            {
                if (snapshot.NotesOf(value).Failures++ == 0)
                {
                    seen.Add(value);
                }
            }

            snapshot.Budget.Spend(table.Rows[i].Values.Length);
        }

        var chosen = Choose([.. seen.Where(v => v.Notes.Failures >= minimumFailures)], failures);
        foreach (var value in seen)
        {
            value.Notes.Failures = 0;
        }

        return chosen;
    }

    /// <summary>The masks of all scopes of at most <paramref name="mostTests"/> values that enough failures carry.</summary>
    public List<ulong> FrequentScopes(int mostTests, int minimumFailures)
    {
        var found = new List<ulong>();
        AddScopes(found, default, 0, 0, mostTests, minimumFailures);
        return found;
    }

    public ScopeRows RowsOf(ulong scope)
    {
        var rows = default(ScopeRows);
        for (var rest = scope; rest != 0; rest &= rest - 1)
        {
            rows = rows.And(TableSnapshot.RowsOf(_values[BitOperations.TrailingZeroCount(rest)]));
        }

        return rows;
    }

    /// <summary>The counts of a scope in every window; failures among the <paramref name="covered"/> rows are left out.</summary>
    public ScopeCount[] CountsOf(ScopeRows scope, RowSet? covered)
    {
        var counts = new ScopeCount[Windows.Length];
        var (sum, from) = (default(ScopeCount), 0);
        for (var i = 0; i < counts.Length; i++)
        {
            for (var word = from / RowSet.RowsPerWord; word < RowSet.WordsFor(_ends[i]); word++)
            {
                Count(scope.WordAt(word) & RowSet.MaskOf(word, from, _ends[i]), covered, word, ref sum);
            }

            from = _ends[i];
            counts[i] = sum;
        }

        _table.Snapshot.Budget.Spend(2L * RowSet.WordsFor(_ends[^1]));
        return counts;
    }

    /// <summary>Requests of a scope that arrived in the longest window, refused ones included: its footprint.</summary>
    public double FootprintOf(ScopeRows scope)
    {
        var weight = 0.0;
        for (var word = 0; word < RowSet.WordsFor(_ends[^1]); word++)
        {
            var bits = scope.WordAt(word) & RowSet.MaskOf(word, 0, _ends[^1]);
            if (!_table.Snapshot.IsWeighted(word))
            {
                weight += BitOperations.PopCount(bits);
                continue;
            }

            for (; bits != 0; bits &= bits - 1)
            {
                weight += _table.Rows[(word * RowSet.RowsPerWord) + BitOperations.TrailingZeroCount(bits)].Weight;
            }
        }

        return weight;
    }

    /// <summary>How many of the newest rows a window holds.</summary>
    public int RowsIn(int window) => _ends[window];

    public Scope ScopeOf(ulong mask)
    {
        var tests = new List<DimensionTest>(BitOperations.PopCount(mask));
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var value = _values[BitOperations.TrailingZeroCount(rest)];
            tests.Add(new DimensionTest(value.Dimension, TestOperator.Equal, value.Shown));
        }

        return new Scope(tests);
    }

    private static KnownValue[] Choose(KnownValue[] frequent, int failures)
    {
        var successes = frequent.Select(v => v.Notes.Successes).DefaultIfEmpty().Max();
        var byFailures = frequent
            .OrderByDescending(v => v.Notes.Failures)
            .ThenBy(v => DimensionNames.RankOf(v.Dimension))
            .ThenBy(v => v.Dimension, StringComparer.Ordinal)
            .ThenBy(v => v.Shown, StringComparer.Ordinal)
            .ToArray();
        if (byFailures.Length <= MostValues)
        {
            return byFailures;
        }

        var places = byFailures.Where(v => DimensionNames.RankOf(v.Dimension) <= DimensionNames.RankOf(DimensionNames.Principal))
            .Take(MostPlaces);
        var telling = byFailures.OrderByDescending(v => v.Notes.Failures - ((double)failures * v.Notes.Successes / Math.Max(1, successes)));
        return [.. places.Concat(telling).Distinct().Take(MostValues)];
    }

    private void AddScopes(List<ulong> found, ScopeRows rows, ulong mask, int first, int left, int minimumFailures)
    {
        for (var bit = first; bit < _values.Length && !_table.Snapshot.Budget.IsSpent; bit++)
        {
            var narrower = rows.And(TableSnapshot.RowsOf(_values[bit]));
            if (FailuresIn(narrower, minimumFailures))
            {
                found.Add(mask | (1UL << bit));
                if (left > 1)
                {
                    AddScopes(found, narrower, mask | (1UL << bit), bit + 1, left - 1, minimumFailures);
                }
            }
        }
    }

    private bool FailuresIn(ScopeRows scope, int atLeast)
    {
        var words = RowSet.WordsFor(_ends[^1]);
        var count = 0;
        var word = 0;
        for (; word < words && count < atLeast; word++)
        {
            count += BitOperations.PopCount(scope.WordAt(word) & _table.Failed.Words[word] & RowSet.MaskOf(word, 0, _ends[^1]));
        }

        _table.Snapshot.Budget.Spend(word);
        return count >= atLeast;
    }

    private void Count(ulong rows, RowSet? covered, int word, ref ScopeCount sum)
    {
        var failed = rows & _table.Failed.Words[word];
        failed &= covered is null ? ulong.MaxValue : ~covered.Words[word];
        var succeeded = rows & _table.Succeeded.Words[word];
        if (!_table.Snapshot.IsWeighted(word))
        {
            var (failures, successes) = (BitOperations.PopCount(failed), BitOperations.PopCount(succeeded));
            sum.Failures += failures;
            sum.Successes += successes;
            sum.FailedWeight += failures;
            sum.SucceededWeight += successes;
            return;
        }

        for (var rest = failed | succeeded; rest != 0; rest &= rest - 1)
        {
            var row = (word * RowSet.RowsPerWord) + BitOperations.TrailingZeroCount(rest);
            sum.Add(ScopeCount.Of((failed & (rest & (~rest + 1))) != 0, _table.Rows[row].Weight));
        }
    }
}
