using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>
/// Brings the store's policies before the gate: builds each snapshot whole, then swaps it in. While the store is gone the last
/// policies stay until they expire, after which the gate lets everything pass.
/// </summary>
internal sealed class PolicyPublisher(
    IPolicyStore store,
    PolicySnapshotBuilder builder,
    PolicySnapshotSource snapshots,
    TimeProvider time,
    ILogger<PolicyPublisher> logger) : BackgroundService
{
    private static readonly TimeSpan WatchAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(WatchAgainAfter, time, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var set in store.WatchAsync(cancellationToken).ConfigureAwait(false))
            {
                Publish(set);
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                GateLog.WatchFailed(logger, null, store.Name);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            GateLog.WatchFailed(logger, e, store.Name);
        }
    }

    private void Publish(PolicySet set)
    {
        var current = snapshots.Current;
        if (IsCurrent(set, current))
        {
            return;
        }

        if (Build(set, current, out var problem) is not { } next)
        {
            GateLog.SnapshotRefused(logger, set.Revision, problem ?? "unknown");
            return;
        }

        snapshots.Swap(next);
        GateLog.SnapshotPublished(logger, next.Revision, next.Policies.Length);
    }

    /// <summary>A set may come from another process: whatever is wrong with it must not end the watch.</summary>
    private PolicySnapshot? Build(PolicySet set, PolicySnapshot current, out string? problem)
    {
        try
        {
            return builder.TryBuild(set, current, out problem);
        }
        catch (Exception e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static bool IsCurrent(PolicySet set, PolicySnapshot current)
    {
        if (set.Revision != current.Revision || set.Policies.Length != current.Policies.Length)
        {
            return false;
        }

        for (var i = 0; i < set.Policies.Length; i++)
        {
            if (set.Policies[i].Revision != current.Policies[i].Revision || set.Policies[i].Policy.Id != current.Policies[i].Policy.Id)
            {
                return false;
            }
        }

        return true;
    }
}
