using System.Diagnostics.Metrics;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Storage;

public sealed class StorageRegistrationTests
{
    [TestCase(true, "connected", 1)]
    [TestCase(false, "disconnected", 0)]
    public async Task AddStorage_Store_ShowsInReadinessAndMetrics(bool connected, string state, int gauge)
    {
        var services = new ServiceCollection().AddLogging().AddMetrics()
            .AddFixedOptions()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IPolicyStore>(new NamedStore(connected))
            .AddStorage();
        await using var provider = services.BuildServiceProvider();
        using var metric = new MetricCollector<int>(provider.GetRequiredService<IMeterFactory>(), "Gateway.Storage",
            "gateway_store_connected");
        _ = provider.GetServices<IHostedService>().ToList();
        metric.RecordObservableInstruments();

        var part = provider.GetServices<IReadinessPart>().Single();
        Assert.That(part.Name, Is.EqualTo("store"));
        Assert.That(part.GetState().State, Is.EqualTo(state));
        Assert.That(part.GetState().Well, Is.EqualTo(connected));
        Assert.That(metric.LastMeasurement!.Value, Is.EqualTo(gauge));
        Assert.That(metric.LastMeasurement.Tags["store"], Is.EqualTo("named"));
    }

    private sealed class NamedStore(bool connected) : IPolicyStore
    {
        public string Name => "named";

        public bool Connected => connected;

        public ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<PolicySet> WatchAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
