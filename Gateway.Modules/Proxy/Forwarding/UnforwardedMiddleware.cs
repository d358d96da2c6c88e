using Gateway.Modules.Proxy.Forwarding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// Counts the requests that end before the proxy's own pipeline: no route takes them, or their route has no upstream. The gateway's own
/// endpoints are none of the proxy's requests.
/// </summary>
internal sealed class UnforwardedMiddleware(RequestDelegate next, ProxyMetrics metrics, TimeProvider time)
{
    /// <summary>The route's label where there is none.</summary>
    public const string NoRoute = "(none)";

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var route = endpoint?.Metadata.GetMetadata<RouteModel>();
        var reachesProxy = route is { Cluster: not null } && !RoutePolicies.HasAny(route.Config);
        var own = route is null && endpoint is RouteEndpoint;
        return reachesProxy || own ? next(context) : CountAsync(context, route?.Config.RouteId ?? NoRoute);
    }

    private async Task CountAsync(HttpContext context, string route)
    {
        var startedAt = time.GetTimestamp();
        var thrown = true;
        try
        {
            await next(context);
            thrown = false;
        }
        finally
        {
            // The proxy's pipeline leaves its feature, and has counted what reached it.
            if (context.Features.Get<IReverseProxyFeature>() is null)
            {
                var failed = thrown || context.Response.StatusCode >= StatusCodes.Status500InternalServerError;
                metrics.RequestDone(route, failed ? RequestOutcome.TransportError : RequestOutcome.Refused, time.GetElapsedTime(startedAt));
            }
        }
    }
}
