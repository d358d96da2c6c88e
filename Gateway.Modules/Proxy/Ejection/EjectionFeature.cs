using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>What ejections mean for one attempt of a request at one upstream.</summary>
/// <param name="Ejected">Out of the choice, if they can be.</param>
/// <param name="Target">The ejected destination that the request is to try all the same; null for all but hold-outs and probes.</param>
internal sealed record EjectionFeature(IReadOnlyList<EjectedDestination> Ejected, DestinationState? Target)
{
    /// <summary>Those that the request may go to; all of them where nothing would be left.</summary>
    public IReadOnlyList<DestinationState> Without(IReadOnlyList<DestinationState> destinations)
    {
        var left = destinations.Where(d => d == Target || !Ejected.Any(e => e.Destination == d)).ToArray();
        return left.Length is 0 || left.Length == destinations.Count ? destinations : left;
    }
}
