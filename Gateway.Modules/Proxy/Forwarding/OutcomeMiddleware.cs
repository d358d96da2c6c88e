using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// The gateway's place in the proxy's pipeline: after the route is known and before a destination is chosen. Asks the gate,
/// forwards or refuses, and has the outcome recorded.
/// </summary>
internal sealed class OutcomeMiddleware(
    RequestDelegate next,
    RequestFactsReader reader,
    BodyPeek body,
    PolicyGate gate,
    RefusalWriter refusals,
    CorsMemory cors,
    OutcomeRecorder recorder,
    ForwardingFailures failures,
    ForwardingState state,
    UnknownProxyWarning unknownProxy,
    TimeProvider time)
{
    private const string HoldOutHeader = "X-Gateway-Hold-Out";
    private const string PolicyHeader = "X-Gateway-Policy";

    private readonly ObjectPool<RequestFactsFeature> _carriers = ObjectPool.Create<RequestFactsFeature>();

    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = time.GetTimestamp();
        var proxy = context.Features.GetRequiredFeature<IReverseProxyFeature>();
        var facts = reader.Read(context, proxy);
        RouteLimits.Apply(context, proxy.Route.Config);
        if (body.Applies(context))
        {
            LimitBody(context, proxy.Route.Config.MaxRequestBodySize);
            facts = await body.AddToAsync(facts, context);
        }

        if (facts.PeerIsProxy)
        {
            unknownProxy.Say(facts.ClientAddress);
        }

        var decision = gate.Decide(in facts);
        if (decision.Refused)
        {
            try
            {
                cors.AddTo(context, facts.Route);
                await refusals.WriteAsync(context, decision);
            }
            finally
            {
                recorder.RecordRefused(context, in facts, in decision, startedAt);
            }

            return;
        }

        Prepare(context, in decision);
        var carrier = _carriers.Get();
        carrier.Set(in facts);
        context.Features.Set(carrier);
        try
        {
            await next(context);
        }
        catch (Exception thrown)
        {
            recorder.RecordForwarded(context, in facts, in decision, startedAt, thrown);
            throw;
        }
        finally
        {
            context.Features.Set<RequestFactsFeature>(null);
            _carriers.Return(carrier);
        }

        recorder.RecordForwarded(context, in facts, in decision, startedAt, thrown: null);
        failures.Look(context, in facts);
    }

    private void Prepare(HttpContext context, in GateDecision decision)
    {
        if (decision.HoldsPermits)
        {
            context.Features.Set(new OutcomeFeature { Permits = new PermitDeadline(in decision, time) });
        }

        if (decision.Policy is not null && state.Current.ResponseHeaders)
        {
            Explain(context.Response.Headers, in decision);
        }
    }

    /// <summary>
    /// The route's own limit, in which -1 is none, has to be set before a body is looked into; the proxy would set it too late.
    /// </summary>
    private static void LimitBody(HttpContext context, long? routeLimit)
    {
        if (routeLimit is { } limit && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit < 0 ? null : limit;
        }
    }

    private static void Explain(IHeaderDictionary headers, in GateDecision decision)
    {
        var name = decision.Role switch
        {
            PolicyRole.HoldOut => HoldOutHeader,
            PolicyRole.ShadowRefused => PolicyHeader,
            _ => null,
        };
        if (name is not null)
        {
            headers[name] = decision.Policy!.Policy.Id;
        }
    }
}
