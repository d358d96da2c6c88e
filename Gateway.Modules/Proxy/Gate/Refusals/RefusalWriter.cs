using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>Answers a refused request with the reason: problem+json, or a gRPC status for callers that speak gRPC.</summary>
internal sealed class RefusalWriter(IOptionsMonitor<PoliciesOptions> options)
{
    private const string Problem = "application/problem+json";
    private const string GrpcUnavailable = "14";
    private const string GrpcResourceExhausted = "8";

    /// <summary>Writes the whole answer. Call it for a refused request, before the response has started.</summary>
    public Task WriteAsync(HttpContext context, GateDecision decision)
    {
        var live = decision.Policy ?? throw new ArgumentException("No policy refused the request.", nameof(decision));
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        if (!Refusal.IsFinal(live.Policy))
        {
            response.Headers.RetryAfter = SecondsOf(decision.RetryAfter);
        }

        return GrpcAnswer.IsGrpc(context.Request.ContentType)
            ? WriteGrpcAsync(response, live.Policy)
            : WriteProblemAsync(context, live);
    }

    private async Task WriteProblemAsync(HttpContext context, LivePolicy live)
    {
        var traceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        var problem = Refusal.ProblemOf(live, traceId, options.CurrentValue.RefusalDetail);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, RefusalJsonContext.Readable.RefusalProblem);
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = Problem;
        response.ContentLength = body.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Trailers-only, as the gRPC protocol over HTTP/2 calls an answer whose status stands among the headers.</summary>
    private Task WriteGrpcAsync(HttpResponse response, Policy policy)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcAnswer.ContentType;
        response.Headers["grpc-status"] = policy.Action == PolicyAction.Limit ? GrpcResourceExhausted : GrpcUnavailable;
        response.Headers["grpc-message"] = GrpcMessage.Encode($"{MessageOf(policy)} ({policy.Id})");
        return Task.CompletedTask;
    }

    private string MessageOf(Policy policy) =>
        options.CurrentValue.RefusalDetail == RefusalDetail.Terse ? Refusal.TitleOf(policy) : Refusal.DetailOf(policy);

    private static string SecondsOf(TimeSpan delay) =>
        Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
