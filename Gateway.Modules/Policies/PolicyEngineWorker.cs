using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Policies;

/// <summary>
/// Feeds the engine and evaluates at the configured interval: two loops, of which the second alone touches anything but the table.
/// </summary>
internal sealed class PolicyEngineWorker(
    Inbox<ClusteredSample> inbox,
    PolicyEngine engine,
    LearnedPolicies learned,
    IPolicyStore store,
    PoliciesMetrics metrics,
    TimeProvider time,
    IOptionsMonitor<AttributionOptions> options,
    ILogger<PolicyEngineWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Where one loop fails the other ends, too: half a worker would look alive.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            Task[] loops = [FeedAsync(either.Token), EvaluateAsync(either.Token)];
            var first = await Task.WhenAny(loops).ConfigureAwait(false);
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        await foreach (var sample in inbox.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                metrics.Lag(time.GetUtcNow() - sample.Sample.CompletedAt);
                engine.Add(sample);
            }
            catch (Exception exception)
            {
                logger.EvaluationFailed(exception);
            }
        }
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(options.CurrentValue.Interval, time, cancellationToken).ConfigureAwait(false);
            try
            {
                await EvaluateOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.EvaluationFailed(exception);
            }
        }
    }

    private async Task EvaluateOnceAsync(CancellationToken cancellationToken)
    {
        // Anew each time: what an operator has written since counts before anything is learned beside it.
        await ReloadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var write in engine.Evaluate())
        {
            if (!await WriteAsync(write, cancellationToken).ConfigureAwait(false))
            {
                logger.Conflict(write.Policy.Id);
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>False where the store holds another revision than the engine believed, or has no room.</summary>
    private async ValueTask<bool> WriteAsync(PolicyWrite write, CancellationToken cancellationToken)
    {
        var result = write.IsWithdrawn
            ? await store.DeleteAsync(write.Policy.Id, write.ExpectedRevision, cancellationToken).ConfigureAwait(false)
            : await store.CompareAndSetAsync(write.Policy, write.ExpectedRevision, cancellationToken).ConfigureAwait(false);
        if (result.Conflict || result.Full)
        {
            return false;
        }

        if (result.Stored is { } stored)
        {
            learned.Written(stored);
        }
        else
        {
            learned.Withdrawn(write.Policy);
        }

        return true;
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var set = await store.LoadAsync(cancellationToken).ConfigureAwait(false);
        learned.Load(set);
    }
}
