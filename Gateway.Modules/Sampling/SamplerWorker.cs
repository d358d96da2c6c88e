using System.Globalization;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Requests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Reads the inbox, turns outcomes into samples and publishes them. It waits for the bus; while it waits the inbox fills and
/// drops, so that no request ever waits for the control plane.
/// </summary>
internal sealed class SamplerWorker(
    OutcomeInbox inbox,
    IErrorTextReader errors,
    DimensionReader dimensions,
    SamplingDecider decider,
    IOptionsMonitor<PrincipalOptions> options,
    IEventBus bus,
    ReplicaIdentity replica,
    SamplingMetrics metrics,
    ILogger<SamplerWorker> logger) : BackgroundService
{
    private long _eventCount;
    private bool _failing;
    private bool _busGone;
    private long _droppedBefore;
    private bool _dropping;
    private long _checkedSecond;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await inbox.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                while (!stoppingToken.IsCancellationRequested && inbox.Reader.TryRead(out var record))
                {
                    await TakeAsync(record, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Only now: after a failure the worker starts again, and what waits is read then.
            DropRest();
        }
    }

    private async ValueTask TakeAsync(OutcomeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            WatchInbox(record.CompletedAt);
            var sample = CreateSample(in record);
            // The body is done with; waiting for the bus must not keep its buffer.
            record.Body?.Dispose();
            if (sample is null)
            {
                metrics.Dropped(SamplingMetrics.NotSampled);
            }
            else
            {
                WatchBus(await bus.PublishAsync(sample, cancellationToken).ConfigureAwait(false));
            }

            _failing = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            metrics.Dropped(SamplingMetrics.Stopped);
            throw;
        }
        catch (Exception exception)
        {
            record.Body?.Dispose();
            metrics.Dropped(SamplingMetrics.Failed);
            if (!_failing)
            {
                _failing = true;
                logger.ItemFailed(record.Route, exception.GetType().Name, exception.StackTrace);
            }
        }
    }

    private OutcomeSample? CreateSample(in OutcomeRecord record)
    {
        var error = HasError(in record) ? errors.Read(ErrorResponse.Of(in record)) : null;
        var weight = decider.WeightOf(
            record.CompletedAt, record.PolicyRole, error, PrincipalName.Of(in record, options.CurrentValue));
        if (weight == 0)
        {
            return null;
        }

        var (values, voter) = dimensions.Read(in record);
        return new OutcomeSample
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"{replica.Id}-{++_eventCount}"),
            ReplicaId = replica.Id,
            SnapshotRevision = record.SnapshotRevision,
            Weight = weight,
            CompletedAt = record.CompletedAt,
            Upstream = record.Upstream,
            Dimensions = values,
            Voter = voter,
            Outcome = record.Outcome,
            Status = record.Status,
            GrpcStatus = record.GrpcStatus < 0 ? null : record.GrpcStatus,
            LatencyMs = record.Latency.TotalMilliseconds,
            Error = error,
            PolicyId = record.PolicyId,
            PolicyRole = record.PolicyRole,
        };
    }

    /// <summary>Of an answer that blames the caller there is an error only where the body was kept.</summary>
    private static bool HasError(in OutcomeRecord record) =>
        OutcomeMeanings.IsError(record.Outcome, record.Status) && (record.Outcome.IsFailure() || record.Body is not null);

    private void WatchBus(bool published)
    {
        if (published)
        {
            metrics.Published();
        }
        else
        {
            metrics.Dropped(SamplingMetrics.Bus);
        }

        if (_busGone == published)
        {
            _busGone = !published;
            if (published)
            {
                logger.BusBack();
            }
            else
            {
                logger.BusGone();
            }
        }
    }

    /// <summary>Says once when the inbox starts to drop and once when it has stopped; looks once a second of traffic.</summary>
    private void WatchInbox(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second == _checkedSecond)
        {
            return;
        }

        _checkedSecond = second;
        var dropped = inbox.Dropped;
        var dropping = dropped > _droppedBefore;
        _droppedBefore = dropped;
        if (dropping == _dropping)
        {
            return;
        }

        _dropping = dropping;
        if (dropping)
        {
            logger.InboxFull(dropped);
        }
        else
        {
            logger.InboxDrained(dropped);
        }
    }

    private void DropRest()
    {
        while (inbox.Reader.TryRead(out var record))
        {
            record.Body?.Dispose();
            metrics.Dropped(SamplingMetrics.Stopped);
        }
    }
}
