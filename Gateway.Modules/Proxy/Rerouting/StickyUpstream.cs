using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.SessionAffinity;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>What session affinity allows.</summary>
internal static class StickyUpstream
{
    /// <summary>Whether a client is refused when the destination that it sticks to is not there.</summary>
    public static bool RefusesWithoutItsDestination(SessionAffinityConfig? affinity) =>
        affinity is { Enabled: true, FailurePolicy: { } policy }
        && policy.Equals(SessionAffinityConstants.FailurePolicies.Return503Error, StringComparison.OrdinalIgnoreCase);
}
