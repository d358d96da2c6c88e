using Gateway.Modules.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Embedding;

/// <summary>
/// Takes samples from the bus and hands them to the clusterer in order, errors with their vector. An event that comes twice goes
/// on once.
/// </summary>
internal sealed class EmbedderWorker(
    IEventBus bus,
    IEmbeddingService service,
    Inbox<EmbeddedSample> clusterer,
    EmbeddingMetrics metrics,
    IOptionsMonitor<GatewayOptions> options,
    TimeProvider time,
    ILogger<EmbedderWorker> logger) : BackgroundService
{
    private const int RememberedEvents = 16_384;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly VectorCache _cache = new(options.CurrentValue.Embedding.CacheSize);
    private readonly RecentIds _recent = new(RememberedEvents);

    /// <summary>Loads the model before the gateway serves: readiness then has an answer from the first request on.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _ = service.State;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EmbeddingLog.BusFailed(logger, bus.Name, exception);
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await foreach (var sample in bus.ConsumeAsync(cancellationToken))
        {
            if (Prepare(sample) is { } prepared)
            {
                await clusterer.Writer.WriteAsync(prepared, cancellationToken);
            }
        }
    }

    /// <summary>Null for an event that came before, and for one that cannot be read.</summary>
    private EmbeddedSample? Prepare(OutcomeSample sample)
    {
        try
        {
            return _recent.Add(sample.EventId)
                ? new EmbeddedSample(sample, sample.Error is { } error ? Find(error) : null)
                : null;
        }
        catch (Exception exception)
        {
            EmbeddingLog.SampleFailed(logger, exception);
            return null;
        }
    }

    private Contracts.Embedding? Find(ErrorText error)
    {
        if (_cache.TryGet(error.Fingerprint, out var known))
        {
            metrics.CacheHit();
            return known;
        }

        var fresh = service.Embed(error.Masked);
        if (fresh is not null)
        {
            _cache.Add(error.Fingerprint, fresh);
        }

        return fresh;
    }
}
