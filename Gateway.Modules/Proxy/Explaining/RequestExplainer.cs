using System.Buffers;
using System.Collections.Immutable;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
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
    PolicySnapshotSource snapshots,
    IKillSwitch killSwitch,
    IOptionsMonitor<PoliciesOptions> options,
    IServiceProvider services,
    TimeProvider time) : IRequestExplainer
{
    /// <summary>YARP's metadata of a route: upstreams that take what an open policy would refuse, in order.</summary>
    private const string FallbackKey = "Fallback";

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
        var policies = Compare(facts, snapshot);
        return new(dimensions.Of(facts, snapshot), policies, FateOf(facts, policies, route, snapshot));
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
        var scratch = default(MatchScratch);
        var policies = ImmutableArray.CreateBuilder<ExplainedPolicy>(snapshot.Policies.Length);
        foreach (var live in snapshot.Policies)
        {
            if (!live.IsExpired(now))
            {
                var (policy, breaker) = (live.Policy, live.State.Breaker?.GetState());
                policies.Add(new(
                    policy.Id,
                    live.Scope.Matches(facts, ref scratch),
                    policy.Mode,
                    policy.Action,
                    breaker?.State ?? BreakerState.Closed,
                    policy.Mode == PolicyMode.Disabled ? 1 : breaker?.AdmittedShare ?? 1));
            }
        }

        return policies.DrainToImmutable();
    }

    private RequestFate FateOf(in RequestFacts facts, ImmutableArray<ExplainedPolicy> policies, RouteModel route, PolicySnapshot snapshot)
    {
        if (!Refuses(policies, out var action))
        {
            return RequestFate.Forward;
        }

        if (action == PolicyAction.Break)
        {
            foreach (var fallback in FallbacksOf(route))
            {
                if (!Refuses(Compare(facts with { Upstream = fallback }, snapshot), out _))
                {
                    return RequestFate.Reroute;
                }
            }
        }

        return RequestFate.Refuse;
    }

    /// <summary>Whether an enforced policy refuses most of what is like it, and which action that is.</summary>
    private bool Refuses(ImmutableArray<ExplainedPolicy> policies, out PolicyAction action)
    {
        var enforced = options.CurrentValue.Mode == PolicyMode.Enforce && !killSwitch.IsOn;
        var refusing = policies.Where(p => enforced && p is { Matches: true, Mode: PolicyMode.Enforce, AdmittedShare: < 0.5 }).ToArray();
        action = refusing.Length > 0 ? refusing[0].Action : default;
        return refusing.Length > 0;
    }

    private static string[] FallbacksOf(RouteModel route) =>
        route.Config.Metadata?.GetValueOrDefault(FallbackKey)
            ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
