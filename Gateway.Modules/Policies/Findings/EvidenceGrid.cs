using System.Collections.Immutable;
using System.Numerics;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// All a search needs to know about one group of clusters: the tests that tell its failures from the successes, one bit each, with the rows
/// that pass each, and how many rows of a scope failed and succeeded in each window. A scope is a mask over the tests; its counts are an
/// AND and a population count over the rows' words, whose newest come first, so that a window is a prefix. The cost is the number of scopes
/// times the number of words, whatever the rows carry.
/// </summary>
internal sealed class EvidenceGrid
{
    private readonly AttributionTable _table;
    private readonly GridTest[] _tests;
    private readonly int[] _ends;

    private EvidenceGrid(AttributionTable table, ImmutableArray<TimeSpan> windows, GridTest[] tests)
    {
        _table = table;
        _tests = tests;
        Windows = windows;
        _ends = [.. windows.Select(w => Math.Min(table.Length, table.Snapshot.RowsWithin(w)))];
        Totals = CountsOf(default, null);
    }

    /// <summary>Lengths of the windows, short to long.</summary>
    public ImmutableArray<TimeSpan> Windows { get; }

    /// <summary>Everything in each window.</summary>
    public ScopeCount[] Totals { get; }

    /// <param name="bound">P(fail) at which refusing is just worth it, for the learned cuts.</param>
    public static EvidenceGrid Build(AttributionTable table, ImmutableArray<TimeSpan> windows, IReadOnlyList<int> neverActOn,
        int minimumFailures, double bound)
    {
        var values = TellingValues.Of(table, neverActOn, minimumFailures);
        table.Snapshot.Index(values);
        return new EvidenceGrid(table, windows, GridTests.Of(table, values, minimumFailures, bound));
    }

    /// <summary>The masks of all scopes of at most <paramref name="mostTests"/> tests that enough failures pass.</summary>
    public List<ulong> FrequentScopes(int mostTests, int minimumFailures)
    {
        var found = new List<ulong>();
        AddScopes(found, default, 0, 0, mostTests, minimumFailures);
        return found;
    }

    public ScopeRows RowsOf(ulong scope)
    {
        var rows = default(ScopeRows);
        foreach (var test in TestsOf(scope))
        {
            rows = rows.And(test.Rows);
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

    /// <summary>What lies in a wider scope and neither in a narrower one nor in the covered rows, among the newest rows.</summary>
    public ScopeCount CountAround(ScopeRows wider, ScopeRows narrower, RowSet covered, int rows)
    {
        var sum = default(ScopeCount);
        for (var word = 0; word < RowSet.WordsFor(rows); word++)
        {
            var around = wider.WordAt(word) & ~narrower.WordAt(word) & ~covered.Words[word];
            Count(around & RowSet.MaskOf(word, 0, rows), null, word, ref sum);
        }

        _table.Snapshot.Budget.Spend(2L * RowSet.WordsFor(rows));
        return sum;
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

    public Scope ScopeOf(ulong mask) => new(TestsOf(mask).Select(t => t.Test));

    /// <summary>The upstream of the destination that a scope names; null where it names none.</summary>
    public string? UpstreamOf(ulong mask) => TestsOf(mask).Select(t => t.Upstream).FirstOrDefault(u => u is not null);

    private IEnumerable<GridTest> TestsOf(ulong mask)
    {
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            yield return _tests[BitOperations.TrailingZeroCount(rest)];
        }
    }

    /// <summary>A second cut adds nothing to a first one.</summary>
    private void AddScopes(List<ulong> found, ScopeRows rows, ulong mask, int first, int left, int minimumFailures)
    {
        for (var bit = first; bit < _tests.Length && !_table.Snapshot.Budget.IsSpent; bit++)
        {
            var narrower = rows.And(_tests[bit].Rows);
            if ((mask == 0 || Narrows(rows, _tests[bit])) && FailuresIn(narrower, minimumFailures))
            {
                found.Add(mask | (1UL << bit));
                if (left > 1 && !_tests[bit].IsCut)
                {
                    AddScopes(found, narrower, mask | (1UL << bit), bit + 1, left - 1, minimumFailures);
                }
            }
        }
    }

    /// <summary>
    /// Whether both the scope and the test leave out something of the other: else one of them alone says the same. A principal may be named
    /// though all requests of the scope are its own.
    /// </summary>
    private bool Narrows(ScopeRows rows, GridTest test)
    {
        var words = test.Rows.Words;
        var narrows = test.Test.Dimension == DimensionNames.Principal;
        var isNarrowed = false;
        var word = 0;
        for (; word < words.Length && !(narrows && isNarrowed); word++)
        {
            var scope = rows.WordAt(word);
            narrows |= (scope & ~words[word]) != 0;
            isNarrowed |= (words[word] & ~scope) != 0;
        }

        _table.Snapshot.Budget.Spend(word);
        return narrows && isNarrowed;
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
            sum.SquaredWeight += failures + successes;
            return;
        }

        for (var rest = failed | succeeded; rest != 0; rest &= rest - 1)
        {
            var row = (word * RowSet.RowsPerWord) + BitOperations.TrailingZeroCount(rest);
            sum.Add(ScopeCount.Of((failed & (rest & (~rest + 1))) != 0, _table.Rows[row].Weight));
        }
    }
}
