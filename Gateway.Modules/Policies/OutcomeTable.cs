namespace Gateway.Modules.Policies;

/// <summary>
/// The newest outcomes of both sides, errors and successes: a ring that forgets the oldest. Rows arrive almost in the order of
/// their completion; readers go from the newest back and stop where a row is older than the longest window and its slack.
/// </summary>
internal sealed class OutcomeTable(int capacity)
{
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(1);
    private readonly OutcomeRow?[] _rows = new OutcomeRow?[capacity];
    private int _next;

    public int Count { get; private set; }

    public void Add(OutcomeRow row)
    {
        _rows[_next] = row;
        _next = (_next + 1) % _rows.Length;
        Count = Math.Min(Count + 1, _rows.Length);
    }

    /// <summary>Rows completed after <paramref name="oldest"/>, newest first.</summary>
    public IEnumerable<OutcomeRow> Since(DateTimeOffset oldest)
    {
        var stop = oldest - Disorder;
        for (var i = 1; i <= Count; i++)
        {
            var row = _rows[(_next - i + _rows.Length) % _rows.Length]!;
            if (row.At < stop)
            {
                yield break;
            }

            if (row.At > oldest)
            {
                yield return row;
            }
        }
    }
}
