namespace Gateway.Modules.Storage;

/// <summary>The audit of a single replica: the last entries, gone with the process. One lock guards them.</summary>
internal sealed class InProcessAuditLog : IAuditLog
{
    public const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly LinkedList<AuditEntry> _newestFirst = [];
    private long _last;

    public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _newestFirst.AddFirst(entry with { Number = ++_last });
            if (_newestFirst.Count > Most)
            {
                _newestFirst.RemoveLast();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(int limit, long? before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<AuditEntry>>(
                [.. _newestFirst.SkipWhile(e => e.Number >= (before ?? long.MaxValue)).Take(limit)]);
        }
    }
}
