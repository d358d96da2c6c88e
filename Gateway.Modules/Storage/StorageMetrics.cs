using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Gateway.Modules.Storage;

/// <summary>Whether the store answers; made with the host, since nobody else asks for an observed value.</summary>
internal sealed class StorageMetrics : IHostedService
{
    public StorageMetrics(IMeterFactory meters, IPolicyStore store)
    {
        var name = new KeyValuePair<string, object?>("store", store.Name);
        meters.Create(MetricNames.MeterPrefix + "Storage").CreateObservableGauge(
            MetricNames.StoreConnected,
            () => new Measurement<int>(store.Connected ? 1 : 0, name),
            description: "1 while the policy store answers, else 0.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
