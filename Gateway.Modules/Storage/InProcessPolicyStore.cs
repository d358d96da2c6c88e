using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Storage;

/// <summary>
/// The store of a single replica. One lock guards the entries; it is never held while a reader runs. Lifetimes are measured
/// on the monotonic clock: one timer wakes at the earliest end, and every call drops what has ended before it looks.
/// Watchers wait on one shared signal that each change replaces, then read the set as it is by then: a slow one sees
/// the latest set and costs a writer nothing.
/// </summary>
internal sealed class InProcessPolicyStore : IPolicyStore, IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly int _capacity;
    private long _revision;
    private TaskCompletionSource _changed = NewSignal();

    public InProcessPolicyStore(IOptionsMonitor<StorageOptions> options, TimeProvider time)
    {
        _capacity = options.CurrentValue.MaxPolicies;
        _time = time;
        _timer = time.CreateTimer(_ => DropEnded(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => "in-process";

    public bool Connected => true;

    public ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropEnded_NeedsLock();
            return ValueTask.FromResult(Current_NeedsLock());
        }
    }

    public ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropEnded_NeedsLock();
            var found = _entries.TryGetValue(policy.Id, out var entry) ? entry.Revision : 0;
            if (found != expectedRevision)
            {
                return ValueTask.FromResult(new StoreResult(null, found));
            }

            if (found == 0 && _entries.Count >= _capacity)
            {
                return ValueTask.FromResult(new StoreResult(null, null) { Full = true });
            }

            var written = new Entry(policy, found + 1, _time.GetTimestamp());
            _entries[policy.Id] = written;
            Announce_NeedsLock();
            return ValueTask.FromResult(new StoreResult(new StoredPolicy(policy, written.Revision, policy.Lifetime), null));
        }
    }

    public ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            DropEnded_NeedsLock();
            var found = _entries.TryGetValue(id, out var entry) ? entry.Revision : 0;
            if (found != expectedRevision)
            {
                return ValueTask.FromResult(new StoreResult(null, found));
            }

            if (_entries.Remove(id))
            {
                Announce_NeedsLock();
            }

            return ValueTask.FromResult(new StoreResult(null, null));
        }
    }

    public async IAsyncEnumerable<PolicySet> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            PolicySet current;
            Task changed;
            lock (_lock)
            {
                DropEnded_NeedsLock();
                current = Current_NeedsLock();
                changed = _changed.Task;
            }

            yield return current;

            // The end of a watch is no fault of anybody's: it ends quietly instead of throwing.
            await changed.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void DropEnded()
    {
        lock (_lock)
        {
            DropEnded_NeedsLock();
            Rearm_NeedsLock();
        }
    }

    private void DropEnded_NeedsLock()
    {
        List<string>? ended = null;
        foreach (var (id, entry) in _entries)
        {
            if (RemainingOf(entry) <= TimeSpan.Zero)
            {
                (ended ??= []).Add(id);
            }
        }

        if (ended is not null)
        {
            ended.ForEach(id => _entries.Remove(id));
            Announce_NeedsLock();
        }
    }

    private void Announce_NeedsLock()
    {
        _revision++;
        Rearm_NeedsLock();
        var before = _changed;
        _changed = NewSignal();
        before.SetResult();
    }

    private void Rearm_NeedsLock()
    {
        var earliest = _entries.Values.Min(RemainingOf);
        var wait = earliest is null ? Timeout.InfiniteTimeSpan
            : earliest < ShortestWait ? ShortestWait
            : earliest > LongestWait ? LongestWait
            : earliest.Value;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private PolicySet Current_NeedsLock() => new(
        _revision,
        [.. _entries.Values.Select(e => new StoredPolicy(e.Policy, e.Revision, RemainingOf(e)))]);

    private TimeSpan? RemainingOf(Entry entry) => entry.Policy.Lifetime - _time.GetElapsedTime(entry.WrittenAt);

    /// <summary>Continuations run elsewhere: a watcher's code must not run inside a writer's lock.</summary>
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Entry(Policy Policy, long Revision, long WrittenAt);
}
