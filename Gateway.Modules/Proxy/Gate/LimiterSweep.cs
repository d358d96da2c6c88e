using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>Has the limiters forget, every <c>Limiter:CleanupInterval</c>, what has not been used since the time before.</summary>
internal sealed class LimiterSweep(PolicySnapshotSource snapshots, TimeProvider time, IOptionsMonitor<LimiterOptions> options)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var interval = options.CurrentValue.CleanupInterval;
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var policy in snapshots.Current.Policies)
            {
                policy.State.Limiter?.Cleanup(interval);
            }
        }
    }
}
