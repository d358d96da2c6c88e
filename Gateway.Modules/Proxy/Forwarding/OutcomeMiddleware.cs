using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Refusals;
using Gateway.Modules.Proxy.Rerouting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;
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
    Fallbacks fallbacks,
    FailedRequests requests,
    RerouteMetrics reroutes,
    OutcomeRecorder recorder,
    ForwardingFailures failures,
    ForwardingState state,
    UnknownProxyWarning unknownProxy,
    TimeProvider time)
{
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

        var route = RouteFallback.Of(proxy.Route.Config);
        var decision = route.Upstreams.IsEmpty ? gate.Decide(in facts) : gate.Decide(in facts, fallbacks.Of(route));
        if (decision.Refused)
        {
            await RefuseAsync(context, facts, decision, startedAt);
            return;
        }

        var attempts = requests.Begin(context, route, in facts, in decision, startedAt);
        if (decision.Fallback is { } fallback && fallbacks.TryGoTo(context, fallback))
        {
            facts = facts with { Upstream = fallback };
            reroutes.Rerouted(facts.Route, byPolicy: true);
        }

        while (true)
        {
            await ForwardAsync(context, facts, decision, startedAt, attempts);
            if (attempts?.Next is null)
            {
                return;
            }

            var next = requests.Go(attempts, context);
            (decision, startedAt) = (next.Decision, time.GetTimestamp());
            facts = facts with { Upstream = next.Upstream.ClusterId };
        }
    }

    private async Task ForwardAsync(
        HttpContext context, RequestFacts facts, GateDecision decision, long startedAt, RequestAttempts? attempts)
    {
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
            if (attempts is not null)
            {
                requests.Cancel(attempts);
            }

            recorder.RecordForwarded(context, in facts, in decision, startedAt, thrown, attempts);
            throw;
        }
        finally
        {
            context.Features.Set<RequestFactsFeature>(null);
            _carriers.Return(carrier);
        }

        if (attempts is { Next: null } && WithoutAnswer(context) is { } outcome)
        {
            requests.TryPrepare(attempts, context, outcome, status: 0);
        }

        recorder.RecordForwarded(context, in facts, in decision, startedAt, thrown: null, attempts);
        failures.Look(context, in facts);
    }

    private async Task RefuseAsync(HttpContext context, RequestFacts facts, GateDecision decision, long startedAt)
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
    }

    /// <summary>What became of a request of which the client has got nothing yet; null where there is, or was, an answer.</summary>
    private static RequestOutcome? WithoutAnswer(HttpContext context) =>
        !context.Response.HasStarted && context.Features.Get<IForwarderErrorFeature>() is { } failure
            ? ForwarderFailure.OutcomeOf(failure.Error, failure.Exception)
            : null;

    private void Prepare(HttpContext context, in GateDecision decision)
    {
        if (decision.HoldsPermits)
        {
            context.Features.Set(new OutcomeFeature { Permits = new PermitDeadline(in decision, time) });
        }

        if (decision.Policy is not null && state.Current.ResponseHeaders)
        {
            PolicyHeaders.Add(context.Response.Headers, in decision);
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
}
