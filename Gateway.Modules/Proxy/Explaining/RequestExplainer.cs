using System.Buffers;
using System.Collections.Immutable;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Proxy.Rerouting;
using Gateway.Modules.Shared.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Explaining;

/// <summary>
/// Reads the facts of a request that is not sent as the gate reads those of one that is, and compares them with every live policy.
/// Breakers are only looked at.
/// </summary>
internal sealed class RequestExplainer(
    RouteFinder routes,
    RequestFactsReader reader,
    ForwardingState state,
    ExplainedDimensions dimensions,
    Fallbacks fallbacks,
    PolicySnapshotSource snapshots,
    IKillSwitch killSwitch,
    IOptionsMonitor<PoliciesOptions> options,
    IServiceProvider services,
    TimeProvider time) : IRequestExplainer
{
    /// <summary>Who lets fewer through refuses most of what matches.</summary>
    private const double Most = 0.5;

    public async Task<RequestExplanation?> ExplainAsync(ExplainedRequest request, CancellationToken cancellationToken)
    {
        var context = ContextOf(request);
        context.RequestAborted = cancellationToken;
        if (await routes.FindAsync(context) is not { Cluster: { } upstream } route)
        {
            return null;
        }

        var facts = AddBody(reader.Read(context, route.Config.RouteId, upstream.ClusterId), context, request.Body);
        var snapshot = snapshots.Current;
        return new(dimensions.Of(facts, snapshot), Compare(facts, snapshot), FateOf(facts, route, snapshot));
    }

    private DefaultHttpContext ContextOf(ExplainedRequest request)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        context.Request.Method = request.Method;
        context.Request.Scheme = "http";
        context.Request.Path = PathString.FromUriComponent(query < 0 ? request.Target : request.Target[..query]);
        context.Request.QueryString = query < 0 ? QueryString.Empty : new QueryString(request.Target[query..]);
        foreach (var group in request.Headers.GroupBy(h => h.Key, h => h.Value, StringComparer.OrdinalIgnoreCase))
        {
            context.Request.Headers[group.Key] = group.ToArray();
        }

        if (!request.Body.IsEmpty && context.Request.Headers.ContentLength is null)
        {
            context.Request.Headers.ContentLength = request.Body.Length;
        }

        if (request.ClientAddress is { } address)
        {
            // Whoever asks says who the client is: nobody else's word is needed.
            context.Connection.RemoteIpAddress = address;
            context.Features.Set(new ForwardingPeer(null));
        }

        return context;
    }

    private RequestFacts AddBody(in RequestFacts facts, HttpContext context, ReadOnlyMemory<byte> body)
    {
        var current = state.Current;
        if (body.IsEmpty || !MediaTypes.IsJson(context.Request.ContentType ?? "application/json"))
        {
            return facts;
        }

        var fields = new BodyFieldReader(current.Dimensions.BodyFields);
        fields.Read(new ReadOnlySequence<byte>(body[..Math.Min(body.Length, current.PeekBytes)]));
        return facts with { BodyFieldNames = current.Dimensions.BodyFields, BodyFields = fields.Values };
    }

    private ImmutableArray<ExplainedPolicy> Compare(in RequestFacts facts, PolicySnapshot snapshot)
    {
        var now = time.GetTimestamp();
        var policies = ImmutableArray.CreateBuilder<ExplainedPolicy>(snapshot.Policies.Length);
        foreach (var live in snapshot.Policies)
        {
            if (!live.IsExpired(now))
            {
                var (policy, state) = (live.Policy, live.State.Breaker?.GetState().State ?? BreakerState.Closed);
                policies.Add(new(policy.Id, Matches(live, facts), policy.Mode, policy.Action, state, AdmittedShare(live)));
            }
        }

        return policies.DrainToImmutable();
    }

    /// <summary>As the gate does it: a refusal is avoided only where a fallback's own policies let the request in.</summary>
    private RequestFate FateOf(in RequestFacts facts, RouteModel route, PolicySnapshot snapshot)
    {
        if (FirstRefusing(facts, snapshot, meantFor: null) is not { } refusing)
        {
            return RequestFate.Forward;
        }

        foreach (var fallback in refusing.IsAboutCallersFault ? [] : fallbacks.Of(RouteFallback.Of(route.Config)))
        {
            if (FirstRefusing(facts with { Upstream = fallback }, snapshot, meantFor: facts) is null)
            {
                return RequestFate.Reroute;
            }
        }

        return RequestFate.Refuse;
    }

    /// <param name="meantFor">The request where it was meant for; null where it is asked about there.</param>
    private LivePolicy? FirstRefusing(in RequestFacts facts, PolicySnapshot snapshot, RequestFacts? meantFor)
    {
        if (options.CurrentValue.Mode != PolicyMode.Enforce || killSwitch.IsOn)
        {
            return null;
        }

        var now = time.GetTimestamp();
        foreach (var live in snapshot.Policies)
        {
            var isAbout = meantFor is not { } there || live.CountsAtFallback(there);
            if (isAbout && live.Policy.Mode == PolicyMode.Enforce && !live.IsExpired(now) && Matches(live, facts)
                && AdmittedShare(live) < Most)
            {
                return live;
            }
        }

        return null;
    }

    private static bool Matches(LivePolicy live, in RequestFacts facts)
    {
        var scratch = default(MatchScratch);
        return live.Scope.Matches(facts, ref scratch);
    }

    /// <summary>Share of what matches that the policy lets through now; of a limit, whether it has a token left.</summary>
    private static double AdmittedShare(LivePolicy live) => live switch
    {
        { Policy.Mode: PolicyMode.Disabled } => 1,
        { State.Breaker: { } breaker } => breaker.GetState().AdmittedShare,
        { State.Limiter: { } limiter } => limiter.GetStats() is { Lifted: false, Tokens: < 1 } ? 0 : 1,
        _ => 1,
    };
}
