using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Lab.Load;
using Microsoft.AspNetCore.Http;
using Polly;
using Polly.CircuitBreaker;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Lab.Variants;

/// <summary>
/// The classic: Polly's circuit breaker with its defaults, one per route. It sees which answers are errors, as the gateway does, and
/// nothing of what the requests carry.
/// </summary>
internal sealed class RouteBreaker
{
    public const string ProblemType = RefusalReader.TypePrefix + "lab-route-breaker";
    private static readonly ResiliencePropertyKey<RequestDelegate> Next = new("next");
    private readonly ConcurrentDictionary<string, ResiliencePipeline<bool>> _pipelines = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var route = context.GetReverseProxyFeature().Route.Config.RouteId;
        var resilience = ResilienceContextPool.Shared.Get(context.RequestAborted);
        resilience.Properties.Set(Next, next);
        try
        {
            var outcome = await _pipelines.GetOrAdd(route, _ => CreatePipeline()).ExecuteOutcomeAsync(ForwardAsync, resilience, context);
            if (outcome.Exception is BrokenCircuitException broken)
            {
                await RefuseAsync(context, route, broken.RetryAfter);
            }
            else
            {
                outcome.ThrowIfException();
            }
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    /// <summary>
    /// Whether the answer counts as an error: 5xx, 408, 429, no answer in time or none at all, and the gRPC statuses that mean so.
    /// </summary>
    public static bool IsError(int status, string? grpcStatus, ForwarderError forwarderError, bool clientAborted) =>
        !clientAborted
        && (status is >= 500 or 408 or 429
            || forwarderError is not (ForwarderError.None or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled
                or ForwarderError.ResponseBodyCanceled)
            || grpcStatus is "2" or "4" or "8" or "13" or "14" or "15");

    private static ResiliencePipeline<bool> CreatePipeline() => new ResiliencePipelineBuilder<bool>()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is not null || args.Outcome.Result),
        })
        .Build();

    private static async ValueTask<Outcome<bool>> ForwardAsync(ResilienceContext resilience, HttpContext context)
    {
        await resilience.Properties.GetValue(Next, _ => Task.CompletedTask)(context);
        return Outcome.FromResult(IsError(
            context.Response.StatusCode,
            context.Response.Headers["grpc-status"],
            context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None,
            context.RequestAborted.IsCancellationRequested));
    }

    private static Task RefuseAsync(HttpContext context, string route, TimeSpan? retryAfter)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retryAfter?.TotalSeconds ?? 1))
            .ToString(CultureInfo.InvariantCulture);
        var problem = new
        {
            type = ProblemType,
            title = "The route's circuit is open",
            status = 503,
            action = "break",
            scopeText = $"route={route}",
        };
        return context.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }
}
