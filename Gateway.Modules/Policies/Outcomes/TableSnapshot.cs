using Gateway.Modules.Policies.Wordings;


namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// The table at one moment, newest row first, with what all groups of one evaluation share: the rows of each value as a
/// <see cref="RowSet"/>, so that counting a scope is an AND and a population count, and any window is a prefix. Belongs to one thread.
/// </summary>
internal sealed class TableSnapshot
{
    private readonly OutcomeRow[] _rows;
    private readonly int[] _wordings;
    private readonly Dictionary<WordingKey, int> _wordingIds = [];
    private readonly bool[] _weighted;
    private bool _successesCounted;
    private HashSet<string>? _withChoice;
    private int[]? _bySize;
    private Dictionary<long, RowSet>? _rowsAtLeast;

    /// <param name="rows">About newest first.</param>
    /// <param name="current">Today's name of a wording's cluster.</param>
    public TableSnapshot(List<OutcomeRow> rows, Func<WordingKey, WordingKey> current, DateTimeOffset now, WorkBudget budget)
    {
        Now = now;
        Budget = budget;
        _rows = [.. rows];
        SortNewestFirst(_rows);
        _wordings = new int[_rows.Length];
        _weighted = new bool[RowSet.WordsFor(_rows.Length)];
        for (var i = 0; i < _rows.Length; i++)
        {
            _wordings[i] = _rows[i] is { IsFailure: true, Wording: { } wording } ? IdOf(current(wording)) : -1;
            _weighted[i / RowSet.RowsPerWord] |= _rows[i].Weight != 1;
        }

        budget.Spend(10 * _rows.Length);
    }

    public DateTimeOffset Now { get; }

    public WorkBudget Budget { get; }

    public ReadOnlySpan<OutcomeRow> Rows => _rows;

    public int Count => _rows.Length;

    /// <summary>The rows with a body of known size, largest first.</summary>
    public ReadOnlySpan<int> BySize => _bySize ??= SortBySize();

    /// <summary>Whether an upstream has more than one destination: without a choice, one destination explains nothing.</summary>
    public bool HasDestinationChoice(string upstream) => (_withChoice ??= FindDestinationChoices()).Contains(upstream);

    /// <summary>The row's wording as a number, -1 where it has none.</summary>
    public int WordingOf(int row) => _wordings[row];

    /// <summary>The number of a wording, -1 where no row has it.</summary>
    public int FindWording(WordingKey key) => _wordingIds.GetValueOrDefault(key, -1);

    public int WordingCount => _wordingIds.Count;

    /// <summary>Whether some row of a word stands for more than itself.</summary>
    public bool IsWeighted(int word) => _weighted[word];

    /// <summary>How many rows are no older than <paramref name="window"/>; they come first.</summary>
    public int RowsWithin(TimeSpan window)
    {
        var oldest = Now - window;
        var (low, high) = (0, _rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _rows[middle].At >= oldest ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Looks up the rows of these values, those that are not known yet, in one pass.</summary>
    public void Index(IEnumerable<KnownValue> values)
    {
        var missing = 0;
        foreach (var value in values)
        {
            var notes = NotesOf(value);
            if (notes.Rows is null)
            {
                notes.Rows = new RowSet(_rows.Length);
                missing++;
            }
        }

        if (missing == 0)
        {
            return;
        }

        for (var i = 0; i < _rows.Length; i++)
        {
            foreach (var value in _rows[i].Values)
            {
                if (value.Notes.Evaluation == this)
                {
                    value.Notes.Rows?.Add(i);
                }
            }

            Budget.Spend(_rows[i].Values.Length);
        }
    }

    /// <summary>The rows that carry a value; <see cref="Index"/> comes first.</summary>
    public static RowSet RowsOf(KnownValue value) => value.Notes.Rows!;

    /// <summary>The rows with a body of at least so many bytes.</summary>
    public RowSet RowsAtLeast(long bytes)
    {
        _rowsAtLeast ??= [];
        if (!_rowsAtLeast.TryGetValue(bytes, out var rows))
        {
            _rowsAtLeast[bytes] = rows = new RowSet(_rows.Length);
            foreach (var row in BySize)
            {
                if (_rows[row].BodyBytes < bytes)
                {
                    break;
                }

                rows.Add(row);
            }

            Budget.Spend(_rows.Length);
        }

        return rows;
    }

    /// <summary>The notes of this evaluation.</summary>
    public ValueNotes NotesOf(KnownValue value)
    {
        var notes = value.Notes;
        if (notes.Evaluation != this)
        {
            notes.Evaluation = this;
            notes.Rows = null;
            notes.Successes = notes.Failures = 0;
        }

        return notes;
    }

    /// <summary>Notes for each value how many rows with it succeeded; once an evaluation.</summary>
    public void CountSuccesses(IReadOnlyList<int> neverActOn)
    {
        if (_successesCounted)
        {
            return;
        }

        _successesCounted = true;
        foreach (var row in _rows)
        {
            if (row.MeaningFor(sameCause: false, callersFault: false, neverActOn) == OutcomeMeaning.Success)
            {
                foreach (var value in row.Values)
                {
                    NotesOf(value).Successes++;
                }

                Budget.Spend(row.Values.Length);
            }
        }
    }

    private HashSet<string> FindDestinationChoices()
    {
        var first = new Dictionary<string, KnownValue>(StringComparer.Ordinal);
        var withChoice = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in _rows)
        {
            var destination = Array.Find(row.Values, v => v.Dimension == DimensionNames.Destination);
            if (destination is not null && !first.TryAdd(row.Upstream, destination) && first[row.Upstream] != destination)
            {
                withChoice.Add(row.Upstream);
            }
        }

        return withChoice;
    }

    private int[] SortBySize()
    {
        var rows = new List<int>();
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i].BodyBytes >= 0)
            {
                rows.Add(i);
            }
        }

        var (order, sizes) = (rows.ToArray(), rows.ConvertAll(i => -_rows[i].BodyBytes).ToArray());
        Array.Sort(sizes, order);
        Budget.Spend(20L * order.Length);
        return order;
    }

    private int IdOf(WordingKey key)
    {
        if (!_wordingIds.TryGetValue(key, out var id))
        {
            _wordingIds[key] = id = _wordingIds.Count;
        }

        return id;
    }

    /// <summary>By insertion while rows are only a little out of order, which they usually are.</summary>
    private static void SortNewestFirst(OutcomeRow[] rows)
    {
        var moves = 0;
        for (var i = 1; i < rows.Length; i++)
        {
            var row = rows[i];
            var at = i;
            for (; at > 0 && rows[at - 1].At < row.At; at--)
            {
                rows[at] = rows[at - 1];
            }

            rows[at] = row;
            moves += i - at;
            if (moves > 8 * rows.Length)
            {
                Array.Sort(rows, static (a, b) => b.At.CompareTo(a.At));
                return;
            }
        }
    }
}
