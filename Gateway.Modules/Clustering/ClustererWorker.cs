using Gateway.Modules.Clustering.Kinds;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Gives each error its cluster and hands all samples on to the policy engine, in order. Refines the clusters now and then; only
/// errors change them, so the look at the clock when one comes is enough.
/// </summary>
internal sealed class ClustererWorker(
    Inbox<EmbeddedSample> inbox,
    Inbox<ClusteredSample> policies,
    IClusteringEngine engine,
    KindClassifier kinds,
    ClusteringMetrics metrics,
    IOptionsMonitor<ClusteringOptions> options,
    TimeProvider time,
    ILogger<ClustererWorker> logger) : BackgroundService
{
    private bool _overflowing;
    private long _refinedAt = time.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Publish();
        try
        {
            kinds.Prepare();
            await foreach (var item in inbox.Reader.ReadAllAsync(stoppingToken))
            {
                if (TryAssign(item, out var assignment))
                {
                    await policies.Writer.WriteAsync(new ClusteredSample(item.Sample, assignment), stoppingToken);
                }

                RefineWhenDue();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops.
        }
    }

    private bool TryAssign(EmbeddedSample item, out ClusterAssignment? assignment)
    {
        assignment = null;
        try
        {
            var sample = item.Sample;
            engine.CountTraffic(sample.Weight, sample.CompletedAt);
            if (sample.Error is { } error)
            {
                var met = new ClusterEvent(
                    error, item.Embedding, StatusOf(sample), sample.Weight, sample.CompletedAt, sample.Voter, item.Wording);
                assignment = item.IsDeferred ? engine.Recall(met) : engine.Process(met);
            }

            if (assignment is { } given)
            {
                Log(given);
            }

            return true;
        }
        catch (Exception exception)
        {
            ClusteringLog.SampleFailed(logger, exception);
            return false;
        }
    }

    private void RefineWhenDue()
    {
        if (time.GetElapsedTime(_refinedAt) < options.CurrentValue.ReClusterInterval)
        {
            return;
        }

        _refinedAt = time.GetTimestamp();
        try
        {
            if (engine.ReCluster() is > 0 and var merged)
            {
                ClusteringLog.Refined(logger, merged);
            }
        }
        catch (Exception exception)
        {
            ClusteringLog.RefiningFailed(logger, exception);
        }
    }

    /// <summary>Without an answer of the upstream the sample's status is the gateway's own.</summary>
    private static int StatusOf(OutcomeSample sample) =>
        sample.Outcome.HasNoAnswer() ? 0 : sample.Status;

    private void Log(ClusterAssignment assignment)
    {
        if (assignment.ClusterId == ErrorCluster.OtherId && !_overflowing)
        {
            _overflowing = true;
            ClusteringLog.Overflowing(logger);
        }

        if (assignment.IsNew && engine.GetCluster(assignment.ClusterId) is { } cluster)
        {
            _overflowing = false;
            ClusteringLog.Opened(logger, cluster.Id, cluster.Label);
        }
    }
}
