using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>
/// One request that may be sent again when it fails: what has been tried, and what comes next. There only on routes that ask for it.
/// </summary>
internal sealed class RequestAttempts(RouteFallback route, long startedAt)
{
    public RouteFallback Route { get; } = route;

    /// <summary>When the first attempt began.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>What is known of the request, with the upstream that it was meant for.</summary>
    public RequestFacts Facts { get; init; }

    /// <summary>Whether it may go to another destination of its upstream.</summary>
    public bool MayRetry { get; set; }

    /// <summary>Whether it may go to a fallback.</summary>
    public bool MayFallBack { get; init; }

    /// <summary>The fallbacks that have been tried or passed over, of those that the route names.</summary>
    public int FallbacksTried { get; set; }

    /// <summary>The request's body; null where it has none.</summary>
    public RecordedBody? Body { get; set; }

    /// <summary>Whether this is not the first attempt any more: nothing more is risked with it.</summary>
    public bool IsFurther { get; set; }

    /// <summary>What follows the attempt under way; null where its answer is the client's.</summary>
    public NextAttempt? Next { get; set; }
}

/// <summary>Where a failed request goes next.</summary>
/// <param name="Decision">With the permits of that upstream's policies.</param>
/// <param name="Failed">The destination that is not to be tried again; null where the upstream is another one.</param>
internal sealed record NextAttempt(ClusterState Upstream, GateDecision Decision, DestinationState? Failed)
{
    public bool IsRetry => Failed is not null;
}
