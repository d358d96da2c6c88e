using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>
/// What the upstreams allow pages of other origins to read, learned from their answers, so that such a page can read the gateway's own
/// answers too. Nothing is allowed that an upstream has not allowed to the same origin on the same route.
/// </summary>
internal sealed class CorsMemory : ITransformProvider
{
    private const string AnyOrigin = "*";

    // Its keys come from the configuration.
    private readonly ConcurrentDictionary<string, RouteCors> _routes = new(StringComparer.OrdinalIgnoreCase);

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        var route = _routes.GetOrAdd(context.Route.RouteId, static _ => new RouteCors());
        context.AddResponseTransform(response =>
        {
            Learn(route, response);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Adds the headers to an answer of the gateway's own. Call it before the response has started.</summary>
    public void AddTo(HttpContext context, string routeId)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count != 1 || !_routes.TryGetValue(routeId, out var route) || route.Find(origin[0]!) is not { } allowed)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = allowed.AllowOrigin;
        if (allowed.Credentials is not null)
        {
            headers.AccessControlAllowCredentials = allowed.Credentials;
        }

        if (allowed.Exposed is not null)
        {
            headers.AccessControlExposeHeaders = allowed.Exposed;
        }

        if (allowed.AllowOrigin != AnyOrigin)
        {
            headers.Vary = "Origin";
        }
    }

    private static void Learn(RouteCors route, ResponseTransformContext context)
    {
        var origin = context.HttpContext.Request.Headers.Origin;
        if (origin.Count != 1 || context.ProxyResponse is not { } response)
        {
            return;
        }

        var headers = context.HttpContext.Response.Headers;
        var allow = headers.AccessControlAllowOrigin;
        if (allow.Count == 1 && (allow[0] == AnyOrigin || allow[0] == origin[0]))
        {
            route.Remember(origin[0]!, allow[0]!, headers.AccessControlAllowCredentials, headers.AccessControlExposeHeaders);
        }
        else if (response.IsSuccessStatusCode)
        {
            // An error often comes from a layer that knows nothing of origins; a success without the header is a no.
            route.Forget(origin[0]!);
        }
    }
}
