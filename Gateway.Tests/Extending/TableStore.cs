using System.Runtime.CompilerServices;

namespace Acme.Errors;

#region readme

/// <summary>Policies in a table that is asked again and again. Put a database in its place to share them.</summary>
public sealed class TableStore(TimeProvider time, int maxPolicies = 1000) : IPolicyStore
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (StoredPolicy Stored, DateTimeOffset? Ends)> _table = [];
    private long _revision;

    public string Name => "table";

    public bool Connected => true;

    public ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _revision += _table.Where(r => r.Value.Ends <= now).ToList().Count(r => _table.Remove(r.Key));
            return new(new PolicySet(_revision, [.. _table.Values.Select(r => r.Stored with { RemainingLifetime = r.Ends - now })]));
        }
    }

    public ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken) =>
        WriteAsync(policy.Id, policy, expectedRevision, cancellationToken);

    public ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken) =>
        WriteAsync(id, null, expectedRevision, cancellationToken);

    public async IAsyncEnumerable<PolicySet> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var seen = -1L; !cancellationToken.IsCancellationRequested;)
        {
            var set = await LoadAsync(cancellationToken);
            if (set.Revision != seen)
            {
                seen = set.Revision;
                yield return set;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<StoreResult> WriteAsync(string id, Policy? policy, long expectedRevision, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        lock (_lock)
        {
            var found = _table.TryGetValue(id, out var row) ? row.Stored.Revision : 0;
            if (found != expectedRevision || (found == 0 && policy is not null && _table.Count >= maxPolicies))
            {
                return new(null, found == expectedRevision ? null : found) { Full = found == expectedRevision };
            }

            _revision += policy is not null || _table.Remove(id) ? 1 : 0;
            if (policy is null)
            {
                return new(null, null);
            }

            var stored = new StoredPolicy(policy, found + 1, policy.Lifetime);
            _table[id] = (stored, time.GetUtcNow() + policy.Lifetime);
            return new(stored, null);
        }
    }
}

#endregion
