using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate.Matching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// Between the choice of a destination and the forwarder: a request goes on when its destination has room for its principal, waits for
/// that for a while, and is answered with "busy" after it.
/// </summary>
internal sealed class AdmissionMiddleware(
    RequestDelegate next,
    DestinationRooms rooms,
    BusyWriter busy,
    ProxyMetrics metrics)
{
    public Task InvokeAsync(HttpContext context)
    {
        var proxy = context.Features.GetRequiredFeature<IReverseProxyFeature>();
        if (proxy.AvailableDestinations.Count != 1)
        {
            return next(context);
        }

        var room = rooms.Of(proxy.AvailableDestinations[0], proxy.Cluster.Config);
        var principal = PrincipalHash.Of(in context.Features.GetRequiredFeature<RequestFactsFeature>().Facts);
        return room.TryEnter(principal) ? ForwardAsync(context, room, principal) : WaitAsync(context, room, principal);
    }

    private async Task ForwardAsync(HttpContext context, DestinationRoom room, int principal)
    {
        try
        {
            await next(context);
        }
        finally
        {
            room.Leave(principal);
        }
    }

    private async Task WaitAsync(HttpContext context, DestinationRoom room, int principal)
    {
        if (await room.WaitAsync(principal, context.RequestAborted))
        {
            await ForwardAsync(context, room, principal);
            return;
        }

        OutcomeFeature.Of(context.Features).Busy = true;
        metrics.AnsweredBusy();
        await busy.WriteAsync(context, context.Features.GetRequiredFeature<IReverseProxyFeature>().Route.Config.RouteId);
    }
}
