using System.Collections.Concurrent;
using Gateway.Modules.Proxy.Admission;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Gate.Matching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy.Forwarding.Slowness;

/// <summary>
/// Marks good answers that come late, on the routes that say from when (<see cref="RouteSlowness"/>): counted from when the whole request
/// has gone to the destination to the answer's headers, so that neither a client that sends slowly nor one that reads slowly, a place
/// waited for or a long stream makes an answer late. The answer itself passes untouched. Its transforms have to be the last.
/// </summary>
internal sealed class SlowAnswers(TimeProvider time) : ITransformProvider
{
    /// <summary>By route id, so that a reload does not forget; bounded by the configuration.</summary>
    private readonly ConcurrentDictionary<string, UsualLatency> _learned = new(StringComparer.OrdinalIgnoreCase);

    public void ValidateRoute(TransformRouteValidationContext context)
    {
        foreach (var mistake in RouteSlowness.MistakesOf(context.Route))
        {
            context.Errors.Add(mistake);
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        if (RouteSlowness.Of(context.Route) is not { } slowness)
        {
            return;
        }

        var usual = slowness.After is null ? _learned.GetOrAdd(context.Route.RouteId, _ => new UsualLatency(time)) : null;
        context.AddRequestTransform(request =>
        {
            Send(request.HttpContext);
            return ValueTask.CompletedTask;
        });
        context.AddResponseTransform(response =>
        {
            Judge(response, slowness, usual);
            return ValueTask.CompletedTask;
        });
    }

    private void Send(HttpContext context)
    {
        if (context.Features.Get<RequestFactsFeature>() is not { } carrier)
        {
            return;
        }

        carrier.SentAt = time.GetTimestamp();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            carrier.Body = new TimedBody(context.Request.Body, time);
            context.Request.Body = carrier.Body;
        }
    }

    private void Judge(ResponseTransformContext context, RouteSlowness slowness, UsualLatency? usual)
    {
        var features = context.HttpContext.Features;
        if (context.ProxyResponse is not { } response
            || (int)response.StatusCode is < StatusCodes.Status200OK or >= StatusCodes.Status400BadRequest
            || features.Get<RequestFactsFeature>() is not { SentAt: not 0 } carrier)
        {
            return;
        }

        var latency = time.GetElapsedTime(Math.Max(carrier.SentAt, carrier.Body?.LastRead ?? 0));
        var isLate = usual?.IsLate(latency, PrincipalHash.Of(in carrier.Facts)) ?? latency > slowness.After;
        if (isLate)
        {
            OutcomeFeature.Of(features).IsLate = true;
        }
    }
}
