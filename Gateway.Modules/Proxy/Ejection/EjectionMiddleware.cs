using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Rerouting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>
/// Takes ejected destinations out of the choice, before session affinity, so that clients which stick to one go to another. The few
/// requests that try one all the same keep it in the choice until affinity has spoken (<see cref="EjectionChoiceMiddleware"/>).
/// </summary>
internal sealed class EjectionMiddleware(
    RequestDelegate next, Ejections ejections, EjectionPermits permits, ForwardingState state, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (ejections.Any)
        {
            TakeOut(context);
        }

        return next(context);
    }

    private void TakeOut(HttpContext context)
    {
        var proxy = context.Features.GetRequiredFeature<IReverseProxyFeature>();
        var available = proxy.AvailableDestinations;
        var ejected = ejections.Of(proxy.Cluster.Config.ClusterId, proxy.AllDestinations, available);
        if (ejected.Count == 0)
        {
            context.Features.Set<EjectionFeature>(null);
            return;
        }

        var feature = new EjectionFeature(ejected, TargetOf(context, ejected, available.Count));
        context.Features.Set(feature);
        if (!StickyUpstream.RefusesWithoutItsDestination(proxy.Cluster.Config.SessionAffinity))
        {
            proxy.AvailableDestinations = feature.Without(available);
        }
    }

    private DestinationState? TargetOf(HttpContext context, IReadOnlyList<EjectedDestination> ejected, int among)
    {
        // A request that has failed once already is not put at risk again.
        if (context.Features.Get<RequestAttempts>() is { IsFurther: true })
        {
            return null;
        }

        ref readonly var facts = ref context.Features.GetRequiredFeature<RequestFactsFeature>().Facts;
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        foreach (var candidate in ejected)
        {
            if (permits.TryEnter(candidate, in facts, hasBody, among) is { } decision)
            {
                OutcomeFeature.Of(context.Features).Ejection = new PermitDeadline(in decision, time);
                if (state.Current.ResponseHeaders)
                {
                    PolicyHeaders.Add(context.Response.Headers, in decision);
                }

                return candidate.Destination;
            }
        }

        return null;
    }
}
