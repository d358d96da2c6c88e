using System.Diagnostics.Metrics;

namespace Gateway.Host;

/// <summary>Counts the lines that were dropped; made with the host, since nobody else asks for an observed value.</summary>
internal sealed class ConsoleMetrics : IHostedService
{
    public ConsoleMetrics(IMeterFactory meters, ConsoleQueue console) =>
        meters.Create(MetricNames.MeterPrefix + "Host").CreateObservableCounter(
        MetricNames.LogDropped, () =>
            console.Dropped, description: "Lines of the log that were dropped because their reader or the disk took no more.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
