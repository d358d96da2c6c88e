namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// The newest outcomes of both sides, errors and successes: a ring that forgets the oldest, bounded in rows and in bytes, since whoever
/// sends requests decides how much there is to keep of each. Rows arrive almost in the order of their completion. Thread-safe: one
/// thread feeds it, another takes copies.
/// </summary>
internal sealed class OutcomeTable(int capacity, long maxBytes)
{
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ValueCatalogue _values = new();
    private readonly OutcomeRow?[] _rows = new OutcomeRow?[capacity];
    private readonly List<OutcomeRow> _arrived = [];
    private int _next;
    private long _rowBytes;

    public int Count { get; private set; }

    /// <summary>Rows and their values, give or take.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return Bytes_NeedsLock;
            }
        }
    }

    private long Bytes_NeedsLock => _rowBytes + _values.Bytes;

    public void Add(ClusteredSample sample)
    {
        lock (_lock)
        {
            var row = OutcomeRow.From(sample, _values);
            if (Count == _rows.Length)
            {
                DropOldest_NeedsLock();
            }

            _rows[_next] = row;
            _next = (_next + 1) % _rows.Length;
            Count++;
            _rowBytes += row.Bytes;
            while (Bytes_NeedsLock > maxBytes && Count > 1)
            {
                DropOldest_NeedsLock();
            }

            if (_arrived.Count < _rows.Length)
            {
                _arrived.Add(row);
            }
        }
    }

    /// <summary>The rows that have come since the last call, oldest first.</summary>
    public IReadOnlyList<OutcomeRow> TakeArrived()
    {
        lock (_lock)
        {
            OutcomeRow[] arrived = [.. _arrived];
            _arrived.Clear();
            return arrived;
        }
    }

    /// <summary>Rows completed after <paramref name="oldest"/>, about newest first.</summary>
    public List<OutcomeRow> Since(DateTimeOffset oldest)
    {
        var stop = oldest - Disorder;
        var rows = new List<OutcomeRow>();
        lock (_lock)
        {
            for (var i = 1; i <= Count; i++)
            {
                var row = _rows[(_next - i + _rows.Length) % _rows.Length]!;
                if (row.At < stop)
                {
                    break;
                }

                if (row.At > oldest)
                {
                    rows.Add(row);
                }
            }
        }

        return rows;
    }

    private void DropOldest_NeedsLock()
    {
        var at = (_next - Count + _rows.Length) % _rows.Length;
        var row = _rows[at]!;
        _rows[at] = null;
        Count--;
        _rowBytes -= row.Bytes;
        _values.Release(row.Values);
    }
}
