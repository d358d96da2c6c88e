using System.Runtime.CompilerServices;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>A permit and the policy whose breaker or limiter gave it.</summary>
internal readonly record struct HeldPermit(LivePolicy Policy, IPermit Permit);

/// <summary>The permits of one request, in place: no request needs an array for them.</summary>
[InlineArray(Capacity)]
internal struct HeldPermits
{
    public const int Capacity = 4;

    private HeldPermit _first;
}
