using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate.Matching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>
/// After the choice of a destination: a request that goes to one which a policy is about, and does not hold back, is seen by that policy:
/// closed and watching, in shadow, or one too many to be enforced.
/// </summary>
internal sealed class EjectionWatchMiddleware(RequestDelegate next, Ejections ejections, EjectionPermits permits, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ejections.Any)
        {
            Watch(context);
        }

        return next(context);
    }

    private void Watch(HttpContext context)
    {
        var proxy = context.Features.GetRequiredFeature<IReverseProxyFeature>();
        if (proxy.AvailableDestinations.Count != 1 || context.Features.Get<OutcomeFeature>()?.Ejection is not null)
        {
            return;
        }

        ref readonly var facts = ref context.Features.GetRequiredFeature<RequestFactsFeature>().Facts;
        var destination = proxy.AvailableDestinations[0].DestinationId;
        if (permits.Watch(proxy.Cluster.Config.ClusterId, destination, in facts) is { } decision)
        {
            OutcomeFeature.Of(context.Features).Ejection = new PermitDeadline(in decision, time);
        }
    }
}
