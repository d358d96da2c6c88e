using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Rerouting;
using Gateway.Modules.Shared.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Forwarding;

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
        Measure(in record, record.Latency);
        inbox.TryWrite(in record);
    }

    /// <summary>Records a request that was forwarded, once its answer has ended.</summary>
    /// <param name="thrown">What came out of the proxy's pipeline, if anything did.</param>
    /// <param name="attempts">The request's, where it may be sent again: it counts once, with its last attempt.</param>
    public void RecordForwarded(
        HttpContext context,
        in RequestFacts facts,
        in GateDecision decision,
        long startedAt,
        Exception? thrown,
        RequestAttempts? attempts = null)
    {
        var record = Begin(context, in facts, in decision, startedAt);
        var feature = context.Features.Get<OutcomeFeature>();
        feature?.Conclude();
        record.Body = feature?.Body;
        Take(feature?.Trailers ?? GrpcTrailers.Nothing, ref record);
        Judge(context, feature, thrown, ref record);
        if (decision.Fallback is not null && record.Outcome == RequestOutcome.Success)
        {
            record.Outcome = RequestOutcome.Rerouted;
        }

        if (record.PolicyId is null && feature?.Ejection?.Decision is { Policy: { } ejection } held)
        {
            (record.PolicyId, record.PolicyRole) = (ejection.Policy.Id, held.Role);
        }

        if (feature is { IsAwaited: true })
        {
            var wait = record.Status == 0 ? TimeSpan.Zero : UpstreamWait.Of(context.Response.Headers, record.CompletedAt);
            feature.EndPermits(record.Outcome, record.Status, recogniser.ClusterOf(in record), state.Current.NeverActOn, wait);
        }

        if (attempts?.Next is null)
        {
            Measure(in record, attempts is null ? record.Latency : time.GetElapsedTime(attempts.StartedAt));
        }

        inbox.TryWrite(in record);
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
            BodyFields = facts.BodyFields,
            BodyBytes = facts.BodyBytes,
            PrincipalKey = facts.PrincipalKey,
            ClientAddress = facts.ClientAddress,
            PeerIsProxy = facts.PeerIsProxy,
            Status = context.Response.StatusCode,
            GrpcStatus = GrpcStatusCode.None,
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
        if (feature is { Busy: true })
        {
            record.Outcome = RequestOutcome.Refused;
        }
        else if (context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true })
        {
            record.Outcome = RequestOutcome.Timeout;
            SayNoAnswer(ref record, ForwarderFailure.TextOf(ForwarderError.RequestTimedOut, exception: null));
        }
        else if (thrown is not null)
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
        var outcome = ForwarderFailure.OutcomeOf(failure.Error, failure.Exception);
        var cut = outcome.HasNoAnswer();

        // An error answer that is cut short is still that error, and says more than the cut. So is an error in the body, which makes
        // clients hang up as soon as they have read it.
        if (feature is { ErrorInBody: true } || (cut && feature is { ErrorAnswer: true, Body.Length: > 0 }))
        {
            record.Outcome = RequestOutcome.UpstreamError;
            return;
        }

        record.Outcome = outcome;
        if (cut)
        {
            SayNoAnswer(ref record, ForwarderFailure.TextOf(failure.Error, failure.Exception));
        }
    }

    private static void JudgeAnswer(HttpContext context, OutcomeFeature? feature, ref OutcomeRecord record)
    {
        if (record.GrpcStatus == GrpcStatusCode.None)
        {
            Take(GrpcAnswer.TrailersOf(context), ref record);
        }

        if (feature is { ErrorAnswer: true } || GrpcStatusCode.IsError(record.GrpcStatus))
        {
            record.Outcome = RequestOutcome.UpstreamError;
        }
        else if (record.Destination is null && record.Status >= StatusCodes.Status400BadRequest)
        {
            // The proxy's pipeline answered by itself, as session affinity does when its destination is gone.
            record.Outcome = RequestOutcome.TransportError;
            SayNoAnswer(ref record, nameof(ForwarderError.NoAvailableDestinations));
        }
        else if (record.GrpcStatus == GrpcStatusCode.None && GrpcAnswer.OwesStatus(context))
        {
            record.Outcome = RequestOutcome.TransportError;
            SayNoAnswer(ref record, "The gRPC answer ended without a status");
        }
        else if (feature is { IsLate: true })
        {
            record.Outcome = RequestOutcome.Slow;
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
        SayNoAnswer(ref record, ForwarderFailure.TextOf(ForwarderError.Request, thrown));
    }

    private static void Take(in GrpcTrailers trailers, ref OutcomeRecord record) =>
        (record.GrpcStatus, record.GrpcMessage) = (trailers.Status, trailers.Message);

    /// <summary>The status that the client sees is the gateway's own, or means nothing; the upstream gave none.</summary>
    private static void SayNoAnswer(ref OutcomeRecord record, string reason)
    {
        record.Status = 0;
        record.TransportError = reason;
    }

    private void Measure(in OutcomeRecord record, TimeSpan latency) => metrics.RequestDone(record.Route, record.Outcome, latency);
}
