using System.Collections.Immutable;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>Finds the upstreams that may take a request in place of its own, and sends it there.</summary>
internal sealed class Fallbacks(IProxyStateLookup upstreams)
{
    /// <summary>The ids of the route's fallbacks that have a destination to serve from, in order.</summary>
    public ImmutableArray<string> Of(RouteFallback route)
    {
        if (route.Upstreams.IsEmpty)
        {
            return [];
        }

        var serving = ImmutableArray.CreateBuilder<string>(route.Upstreams.Length);
        foreach (var id in route.Upstreams)
        {
            if (Find(id) is { } upstream)
            {
                serving.Add(upstream.ClusterId);
            }
        }

        return serving.DrainToImmutable();
    }

    /// <summary>The upstream, where it has a destination to serve from.</summary>
    public ClusterState? Find(string id) =>
        upstreams.TryGetCluster(id, out var upstream) && upstream.DestinationsState.AvailableDestinations.Count > 0 ? upstream : null;

    /// <summary>False where a reload has just taken the upstream away.</summary>
    public bool TryGoTo(HttpContext context, string id)
    {
        if (Find(id) is not { } upstream)
        {
            return false;
        }

        GoTo(context, upstream);
        return true;
    }

    /// <summary>
    /// Has the request sent to this upstream. The route goes along with its transforms, and is joined to the upstream: the proxy's own
    /// parts ask the route where they count requests and health.
    /// </summary>
    public static void GoTo(HttpContext context, ClusterState upstream)
    {
        var route = context.GetRouteModel();
        context.ReassignProxyRequest(new RouteModel(route.Config, upstream, route.Transformer), upstream);
        context.GetReverseProxyFeature().ProxiedDestination = null;
    }
}
