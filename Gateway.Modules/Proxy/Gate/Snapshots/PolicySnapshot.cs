using System.Collections.Immutable;
using Gateway.Modules.Proxy.Gate.Lookup;

namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>Every policy the gate looks at, at one revision of the store. Replaced whole.</summary>
internal sealed record PolicySnapshot(long Revision, ImmutableArray<LivePolicy> Policies, PolicyLookup Lookup)
{
    public static readonly PolicySnapshot Empty = new(0, [], PolicyLookup.Empty);
}
