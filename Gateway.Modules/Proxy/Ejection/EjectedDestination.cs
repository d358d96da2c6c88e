using Gateway.Modules.Proxy.Gate.Snapshots;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>A destination that is out of the choice, and the policies that took it out.</summary>
internal sealed record EjectedDestination(DestinationState Destination, List<LivePolicy> Policies);
