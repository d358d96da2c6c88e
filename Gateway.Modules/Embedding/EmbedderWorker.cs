using Gateway.Modules.Shared.Collections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Embedding;

/// <summary>
/// Takes samples from the bus and hands them to the clusterer, errors with their vector: at once where it is at hand, else when it is the
/// voter's turn with the model. What finds no room or waits too long goes on without. An event that comes twice goes on once.
/// </summary>
internal sealed class EmbedderWorker(
    IEventBus bus,
    IEmbeddingService service,
    IErrorWording wording,
    Inbox<EmbeddedSample> clusterer,
    EmbeddingMetrics metrics,
    IOptionsMonitor<EmbeddingOptions> options,
    IOptionsMonitor<PoliciesOptions> policies,
    TimeProvider time,
    ILogger<EmbedderWorker> logger) : BackgroundService
{
    private const int RememberedEvents = 16_384;
    private const int MostReadAtOnce = 256;
    private const int MostPerVoter = 32;
    private const int MostWaiting = 256;

    /// <summary>As many may wait without the model resting between two.</summary>
    private const int Few = 8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly VectorCache _cache = new(options.CurrentValue.CacheSize);
    /// <summary>The last events, to tell one that comes again.</summary>
    private readonly BoundedMap<string, bool> _recent = new(RememberedEvents, StringComparer.Ordinal);
    private readonly FreshTexts _fresh = new(MostPerVoter, MostWaiting);
    private readonly FreshTexts _unwanted = new(MostPerVoter, MostWaiting);
    private long _restsUntil = time.GetTimestamp();

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

    /// <summary>One thread: reads what is there, then runs the model once, and so on. Nothing waits for more than one run.</summary>
    private async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await using var samples = bus.ConsumeAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var next = samples.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                for (var read = 0; read < MostReadAtOnce && next.IsCompleted; read++)
                {
                    if (!await next)
                    {
                        return;
                    }

                    await ReceiveAsync(samples.Current, cancellationToken);
                    next = samples.MoveNextAsync().AsTask();
                }

                await EmbedNextAsync(next, cancellationToken);
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask ReceiveAsync(OutcomeSample sample, CancellationToken cancellationToken)
    {
        if (!_recent.TryAdd(sample.EventId, true))
        {
            return;
        }

        // What a slow answer says the gateway has written itself: there is nothing to understand.
        if (sample.Error is null or { GuardKey: GuardKeys.Slow })
        {
            await HandOnAsync(new EmbeddedSample(sample, null), cancellationToken);
        }
        else if (TryRecall(sample.Error, out var known))
        {
            await HandOnAsync(new EmbeddedSample(sample, known), cancellationToken);
        }
        else if (service.State != ModelState.Loaded)
        {
            // Nothing to wait for: without a model errors are told apart by their text.
            await HandOnAsync(new EmbeddedSample(sample, null), cancellationToken);
        }
        else if (LaneOf(sample).Add(sample, time.GetTimestamp()) is { } displaced)
        {
            await DeferAsync(displaced, EmbeddingMetrics.NoRoom, cancellationToken);
        }
    }

    /// <summary>Runs the model for the text whose turn it is; waits for the bus where there is none, or while the model rests.</summary>
    private async ValueTask EmbedNextAsync(Task next, CancellationToken cancellationToken)
    {
        await DeferLateAsync(_fresh, cancellationToken);
        await DeferLateAsync(_unwanted, cancellationToken);
        var rest = time.GetElapsedTime(time.GetTimestamp(), _restsUntil);
        if (rest > TimeSpan.Zero && _fresh.Count + _unwanted.Count > 0)
        {
            await Task.WhenAny(next, Task.Delay(rest, time, cancellationToken));
            return;
        }

        if (!_fresh.TryTake(out var waiting) && !_unwanted.TryTake(out waiting))
        {
            await next;
            return;
        }

        var sample = waiting.Sample;
        if (TryRecall(sample.Error!, out var known))
        {
            await HandOnAsync(new EmbeddedSample(sample, known), cancellationToken);
        }
        else if (TryEmbed(sample) is { } embedded)
        {
            await HandOnAsync(embedded, cancellationToken);
        }
    }

    /// <summary>What waits behind others must not wait for ever: how the request ended counts without its text too.</summary>
    private async ValueTask DeferLateAsync(FreshTexts texts, CancellationToken cancellationToken)
    {
        var longestAgo = time.GetTimestamp() - (long)(LongestWait.TotalSeconds * time.TimestampFrequency);
        while (texts.TryTakeOlder(longestAgo, out var late))
        {
            await DeferAsync(late.Sample, EmbeddingMetrics.TooLate, cancellationToken);
        }
    }

    /// <summary>
    /// Null for a sample that cannot be read. While many wait, the model rests as long as it ran: half a core is the most.
    /// </summary>
    private EmbeddedSample? TryEmbed(OutcomeSample sample)
    {
        var started = time.GetTimestamp();
        try
        {
            // Worded once: who names the cause reads the same.
            var words = wording.Of(sample.Error!.Masked);
            var fresh = service.Embed(sample.Error.Masked, words);
            _cache.Add(sample.Error.Fingerprint, fresh);
            return new EmbeddedSample(sample, fresh, Wording: words);
        }
        catch (Exception exception)
        {
            EmbeddingLog.SampleFailed(logger, exception);
            return null;
        }
        finally
        {
            var ended = time.GetTimestamp();
            _restsUntil = _fresh.Count + _unwanted.Count > Few ? ended + (ended - started) : ended;
        }
    }

    /// <summary>What can never act is embedded when nothing else waits.</summary>
    private FreshTexts LaneOf(OutcomeSample sample) =>
        policies.CurrentValue.NeverActOn.Contains(sample.Status) ? _unwanted : _fresh;

    private bool TryRecall(MaskedError error, out EmbeddingVector? known)
    {
        if (!_cache.TryGet(error.Fingerprint, out known))
        {
            return false;
        }

        if (known is not null)
        {
            metrics.CacheHit();
        }

        return true;
    }

    private ValueTask DeferAsync(OutcomeSample sample, string reason, CancellationToken cancellationToken)
    {
        metrics.Deferred(reason);
        return HandOnAsync(new EmbeddedSample(sample, null, IsDeferred: true), cancellationToken);
    }

    private ValueTask HandOnAsync(EmbeddedSample sample, CancellationToken cancellationToken) =>
        clusterer.Writer.WriteAsync(sample, cancellationToken);
}
