using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Shared.Running;

/// <summary>
/// Keeps one worker running: what escapes from it is logged and counted, and the worker starts anew after a pause that doubles while it
/// goes on failing. The proxy never ends because a worker did.
/// </summary>
internal sealed class SupervisedWorker<T>(T worker, string name, WorkerStates states, TimeProvider time, ILogger<T> logger)
    : IHostedService, IDisposable
    where T : BackgroundService
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await worker.StartAsync(cancellationToken).ConfigureAwait(false);
        _watch = WatchAsync();
    }

    /// <summary>Returns once the worker has ended: what it uses may be disposed then.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await worker.StopAsync(cancellationToken).ConfigureAwait(false);
        await _watch.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        var pause = FirstPause;
        var startedAt = time.GetTimestamp();
        var failure = await EndOfAsync(worker.ExecuteTask).ConfigureAwait(false);
        while (failure is not null && !_stop.IsCancellationRequested)
        {
            pause = time.GetElapsedTime(startedAt) > LongestPause ? FirstPause : pause;
            states.Failed(name, failure);
            WorkerLog.Failed(logger, name, pause.TotalSeconds, failure);
            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            startedAt = time.GetTimestamp();
            states.Restarted(name);
            failure = await EndOfAsync(RunAgainAsync()).ConfigureAwait(false);
        }
    }

    private async Task RunAgainAsync()
    {
        await worker.StartAsync(CancellationToken.None).ConfigureAwait(false);
        if (_stop.IsCancellationRequested)
        {
            await worker.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await (worker.ExecuteTask ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>Null where it ended by itself, as a worker does that has nothing to do.</summary>
    private static async Task<Exception?> EndOfAsync(Task? run)
    {
        if (run is null)
        {
            return null;
        }

        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return run.Exception?.InnerException ?? (run.IsCanceled ? new OperationCanceledException() : null);
    }
}
