using System.Globalization;
using System.Text.Json;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Bodies;
using Gateway.Modules.Shared.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>Answers a refused request with the reason: problem+json, or a gRPC status for callers that speak gRPC.</summary>
internal sealed class RefusalWriter(IOptionsMonitor<PoliciesOptions> options)
{
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

        if (live.State.Limiter is { } limiter)
        {
            RateLimitHeaders.AddTo(response.Headers, live.Policy.Id, limiter.GetStats(), SecondsOf(decision.RetryAfter));
        }

        return MediaTypes.IsGrpc(context.Request.ContentType) ? WriteGrpcAsync(response, live.Policy) : WriteProblemAsync(context, live);
    }

    private Task WriteProblemAsync(HttpContext context, LivePolicy live)
    {
        var problem = Refusal.ProblemOf(live, ProblemWriter.TraceIdOf(context), options.CurrentValue.RefusalDetail);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, RefusalJsonContext.Readable.RefusalProblem);
        return ProblemWriter.WriteAsync(context, problem.Status, body);
    }

    private Task WriteGrpcAsync(HttpResponse response, Policy policy)
    {
        var status = policy.Action == PolicyAction.Limit ? GrpcStatusCode.ResourceExhausted : GrpcStatusCode.Unavailable;
        GrpcAnswer.Write(response, status, $"{MessageOf(policy)} ({policy.Id})");
        return Task.CompletedTask;
    }

    private string MessageOf(Policy policy) =>
        options.CurrentValue.RefusalDetail == RefusalDetail.Terse ? Refusal.TitleOf(policy) : Refusal.DetailOf(policy);

    private static string SecondsOf(TimeSpan delay) =>
        Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
