using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Tells what became of a request, ends its permits and leaves the outcome record. Runs on the request's thread; allocates nothing
/// for an ordinary success.
/// </summary>
internal sealed class OutcomeRecorder(
    ForwardingState state,
    ErrorRecogniser recogniser,
    IOutcomeInbox inbox,
    ProxyMetrics metrics,
    TimeProvider time)
{
    /// <summary>Records a request that the gate refused.</summary>
    public void RecordRefused(HttpContext context, in RequestFacts facts, in GateDecision decision, long startedAt)
    {
        var record = Begin(context, in facts, in decision, startedAt);
        record.Outcome = RequestOutcome.Refused;
        Write(in record);
    }

    /// <summary>Records a request that was forwarded, once its answer has ended.</summary>
    /// <param name="thrown">What came out of the proxy's pipeline, if anything did.</param>
    public void RecordForwarded(HttpContext context, in RequestFacts facts, in GateDecision decision, long startedAt, Exception? thrown)
    {
        var record = Begin(context, in facts, in decision, startedAt);
        var feature = context.Features.Get<OutcomeFeature>();
        record.Body = feature?.Body;
        Judge(context, feature, thrown, ref record);
        if (feature?.Permits is { Ended: false } permits)
        {
            permits.End(record.Outcome, recogniser.ClusterOf(in record));
        }

        Write(in record);
    }

    private OutcomeRecord Begin(HttpContext context, in RequestFacts facts, in GateDecision decision, long startedAt)
    {
        var record = new OutcomeRecord
        {
            Route = facts.Route,
            Upstream = facts.Upstream,
            Method = facts.Method,
            Destination = context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination?.DestinationId,
            Path = facts.Path,
            Query = facts.Query,
            BodyBytes = facts.BodyBytes,
            PrincipalKey = facts.PrincipalKey,
            ClientAddress = facts.ClientAddress,
            Status = context.Response.StatusCode,
            GrpcStatus = GrpcAnswer.None,
            CompletedAt = time.GetUtcNow(),
            Latency = time.GetElapsedTime(startedAt),
            SnapshotRevision = decision.SnapshotRevision,
            PolicyId = decision.Policy?.Policy.Id,
            PolicyRole = decision.Role,
        };
        var headers = state.Current.Dimensions.Headers;
        for (var i = 0; i < headers.Length; i++)
        {
            record.Headers[i] = facts.HeaderValue(headers[i]);
        }

        return record;
    }

    private static void Judge(HttpContext context, OutcomeFeature? feature, Exception? thrown, ref OutcomeRecord record)
    {
        var failure = context.Features.Get<IForwarderErrorFeature>();
        if (thrown is not null)
        {
            JudgeThrown(context, thrown, ref record);
        }
        else if (failure is not null && !ForwarderFailure.AnswerIsComplete(failure.Error, failure.Exception, context.Response.HasStarted))
        {
            JudgeFailure(failure, feature, ref record);
        }
        else
        {
            JudgeAnswer(context, feature, ref record);
        }
    }

    private static void JudgeFailure(IForwarderErrorFeature failure, OutcomeFeature? feature, ref OutcomeRecord record)
    {
        record.Outcome = ForwarderFailure.OutcomeOf(failure.Error, failure.Exception);
        if (record.Outcome is not (RequestOutcome.TransportError or RequestOutcome.Timeout))
        {
            return;
        }

        // An error answer that is cut short is still that error, and says more than the cut.
        if (feature is { ErrorAnswer: true, Body.Length: > 0 })
        {
            record.Outcome = RequestOutcome.UpstreamError;
            return;
        }

        // The status that the client sees is the gateway's own; the upstream gave none.
        record.Status = 0;
        record.TransportError = ForwarderFailure.TextOf(failure.Error, failure.Exception);
    }

    private static void JudgeAnswer(HttpContext context, OutcomeFeature? feature, ref OutcomeRecord record)
    {
        record.GrpcStatus = GrpcAnswer.StatusOf(context, out record.GrpcMessage);
        if (feature is { ErrorAnswer: true } || GrpcAnswer.IsError(record.GrpcStatus))
        {
            record.Outcome = RequestOutcome.UpstreamError;
        }
        else if (record.Destination is null && record.Status >= StatusCodes.Status400BadRequest)
        {
            // The proxy's pipeline answered by itself, as session affinity does when its destination is gone.
            record.Outcome = RequestOutcome.TransportError;
            record.Status = 0;
            record.TransportError = nameof(ForwarderError.NoAvailableDestinations);
        }
    }

    private static void JudgeThrown(HttpContext context, Exception thrown, ref OutcomeRecord record)
    {
        if (thrown is BadHttpRequestException || context.RequestAborted.IsCancellationRequested)
        {
            record.Outcome = RequestOutcome.ClientAborted;
            return;
        }

        record.Outcome = RequestOutcome.TransportError;
        record.Status = 0;
        record.TransportError = ForwarderFailure.TextOf(ForwarderError.Request, thrown);
    }

    private void Write(in OutcomeRecord record)
    {
        metrics.RequestDone(record.Route, record.Outcome, record.Latency);
        inbox.TryWrite(in record);
    }
}
