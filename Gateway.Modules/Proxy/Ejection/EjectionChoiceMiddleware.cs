using Gateway.Modules.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>
/// After session affinity: a request that is to try an ejected destination goes there and nowhere else, unless its client sticks to
/// another one: no hold-out moves a session.
/// </summary>
internal sealed class EjectionChoiceMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<EjectionFeature>() is { } feature)
        {
            Narrow(context.Features.GetRequiredFeature<IReverseProxyFeature>(), feature, context.Features);
        }

        return next(context);
    }

    private static void Narrow(IReverseProxyFeature proxy, EjectionFeature feature, IFeatureCollection features)
    {
        if (feature.Target is not { } target)
        {
            proxy.AvailableDestinations = feature.Without(proxy.AvailableDestinations);
        }
        else if (proxy.AvailableDestinations.Contains(target))
        {
            proxy.AvailableDestinations = target;
        }
        else
        {
            OutcomeFeature.Of(features).GiveBackEjection();
        }
    }
}
