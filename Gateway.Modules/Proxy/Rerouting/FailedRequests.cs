using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>
/// Sends a request that failed before its first byte somewhere else, where its route says so: once more to another destination of the
/// same upstream, then to the fallbacks in order. What has reached the client is never touched, and what the client waits for grows by
/// no more than the attempts: bodies pass as they come and are remembered on the way.
/// </summary>
internal sealed class FailedRequests(
    Fallbacks fallbacks, PolicyGate gate, RepeatBudgets budgets, RerouteMetrics metrics, ForwardingState state)
{
    /// <summary>The attempts of a request that may be sent again, from the first one on; null for all others.</summary>
    public RequestAttempts? Begin(HttpContext context, RouteFallback route, in RequestFacts facts, in GateDecision decision, long startedAt)
    {
        if (!route.MayRepeat)
        {
            return null;
        }

        budgets.Of(facts.Route).CountRequest();
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
        var most = state.Current.PeekBytes;
        var mayRetry = route.Retry && !hasBody && IsSafe(facts.Method);
        var mayFallBack = route.OnFailure && (!hasBody || (most > 0 && !(context.Request.ContentLength > most)));
        if (IsDuplex(context) || !(mayRetry || mayFallBack))
        {
            return null;
        }

        var attempts = new RequestAttempts(route, startedAt)
        {
            Facts = facts,
            MayRetry = mayRetry,
            MayFallBack = mayFallBack,
            FallbacksTried = decision.Fallback is { } taken ? 1 + IndexOf(route, taken) : 0,
            Body = hasBody ? new RecordedBody(context.Request.Body, most) : null,
        };
        if (attempts.Body is { } body)
        {
            context.Request.Body = body;
        }

        context.Features.Set(attempts);
        return attempts;
    }

    /// <summary>
    /// Whether a failure is to be followed by another attempt. If so, <see cref="RequestAttempts.Next"/> says where, and a place in the
    /// budget and the permits there are taken.
    /// </summary>
    /// <param name="status">The upstream's status; 0 where it gave none.</param>
    public bool TryPrepare(RequestAttempts attempts, HttpContext context, RequestOutcome outcome, int status)
    {
        var proxy = context.GetReverseProxyFeature();
        var mayRetry = attempts.MayRetry && IsWorthRetrying(outcome, status) && HasOther(proxy);
        var mayFallBack = attempts.MayFallBack && IsWorthRerouting(outcome, status) && HasFallbackLeft(attempts);
        if (!(mayRetry || mayFallBack)
            || context.RequestAborted.IsCancellationRequested
            || attempts.Body is { } body && !body.TryKeep())
        {
            return false;
        }

        var budget = budgets.Of(attempts.Facts.Route);
        if (!budget.TryTake())
        {
            metrics.LeftOut(attempts.Facts.Route);
            attempts.Body?.LetGo();
            return false;
        }

        attempts.Next = mayRetry ? Retry(attempts, context, proxy) : FallBack(attempts);
        if (attempts.Next is null)
        {
            budget.GiveBack();
            attempts.Body?.LetGo();
        }

        return attempts.Next is not null;
    }

    /// <summary>The answer is the client's after all.</summary>
    public void Cancel(RequestAttempts attempts)
    {
        if (attempts.Next is { } next)
        {
            next.Decision.GiveBack();
            budgets.Of(attempts.Facts.Route).GiveBack();
            attempts.Body?.LetGo();
            attempts.Next = null;
        }
    }

    /// <summary>
    /// Makes the request ready for its next attempt: as if it had just come, but for where it goes. Call it only before anything was
    /// sent to the client.
    /// </summary>
    public NextAttempt Go(RequestAttempts attempts, HttpContext context)
    {
        var next = attempts.Next ?? throw new InvalidOperationException("No attempt follows.");
        attempts.Next = null;
        attempts.IsFurther = true;
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Features.Set<OutcomeFeature>(null);
        if (attempts.Body is { } body)
        {
            context.Request.Body = attempts.Body = body.Again();
        }

        Fallbacks.GoTo(context, next.Upstream);
        if (next.Failed is { } failed)
        {
            var proxy = context.GetReverseProxyFeature();
            proxy.AvailableDestinations = [.. proxy.AvailableDestinations.Where(d => d != failed)];
            metrics.Retried(attempts.Facts.Route);
        }
        else
        {
            metrics.Rerouted(attempts.Facts.Route, byPolicy: false);
        }

        return next;
    }

    private static NextAttempt? Retry(RequestAttempts attempts, HttpContext context, IReverseProxyFeature proxy)
    {
        attempts.MayRetry = false;
        return context.GetRouteModel().Cluster is { } upstream
            ? new NextAttempt(upstream, new GateDecision { Fallback = FallbackIn(attempts, upstream) }, proxy.ProxiedDestination)
            : null;
    }

    private NextAttempt? FallBack(RequestAttempts attempts)
    {
        while (HasFallbackLeft(attempts))
        {
            var id = attempts.Route.Upstreams[attempts.FallbacksTried++];
            if (fallbacks.Find(id) is not { } upstream)
            {
                continue;
            }

            var decision = gate.DecideAt(attempts.Facts, upstream.ClusterId);
            if (!decision.Refused)
            {
                return new NextAttempt(upstream, decision, Failed: null);
            }
        }

        return null;
    }

    private static string? FallbackIn(RequestAttempts attempts, ClusterState upstream) =>
        upstream.ClusterId == attempts.Facts.Upstream ? null : upstream.ClusterId;

    private static bool HasFallbackLeft(RequestAttempts attempts) => attempts.FallbacksTried < attempts.Route.Upstreams.Length;

    /// <summary>Whether the upstream, as it is now, has a destination beside the one that failed.</summary>
    private static bool HasOther(IReverseProxyFeature proxy) =>
        proxy.ProxiedDestination is { } failed
        && !StickyUpstream.RefusesWithoutItsDestination(proxy.Cluster.Config.SessionAffinity)
        && proxy.AllDestinations.Any(d => d != failed && d.Health.Passive != DestinationHealth.Unhealthy
            && d.Health.Active != DestinationHealth.Unhealthy);

    private static bool IsWorthRetrying(RequestOutcome outcome, int status) =>
        outcome == RequestOutcome.TransportError
        || (outcome == RequestOutcome.UpstreamError && status is StatusCodes.Status502BadGateway
            or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout);

    private static bool IsWorthRerouting(RequestOutcome outcome, int status) =>
        outcome.HasNoAnswer()
        || (outcome == RequestOutcome.UpstreamError && status is >= StatusCodes.Status500InternalServerError
            or StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests);

    /// <summary>Methods that change nothing (RFC 9110, 9.2.1), however often they are sent.</summary>
    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Whether both sides speak at the same time: then there is no beginning to go back to.</summary>
    private static bool IsDuplex(HttpContext context) =>
        MediaTypes.IsGrpc(context.Request.ContentType)
        || context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static int IndexOf(RouteFallback route, string upstream)
    {
        for (var i = 0; i < route.Upstreams.Length; i++)
        {
            if (route.Upstreams[i].Equals(upstream, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
