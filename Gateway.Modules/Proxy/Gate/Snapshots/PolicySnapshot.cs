using System.Collections.Immutable;
using Gateway.Modules.Proxy.Gate.Lookup;

namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>Every policy the gate looks at, at one revision of the store. Replaced whole.</summary>
internal sealed record PolicySnapshot(long Revision, ImmutableArray<LivePolicy> Policies, PolicyLookup Lookup)
{
    public static readonly PolicySnapshot Empty = new(0, [], PolicyLookup.Empty);

    /// <summary>Those that take a destination out of the choice, in the same order.</summary>
    public ImmutableArray<LivePolicy> Ejections { get; } =
        [.. Policies.Where(p => p.EjectedDestination is not null && p.Policy.Mode != PolicyMode.Disabled)];
}
