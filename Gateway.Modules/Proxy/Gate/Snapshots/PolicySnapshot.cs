using System.Collections.Immutable;

namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>Every policy the gate looks at, at one revision of the store. Replaced whole.</summary>
internal sealed record PolicySnapshot(long Revision, ImmutableArray<LivePolicy> Policies)
{
    public static readonly PolicySnapshot Empty = new(0, []);

    /// <summary>Those that take a destination out of the choice, in the same order.</summary>
    public ImmutableArray<LivePolicy> Ejections { get; } =
        [.. Policies.Where(p => p.EjectedDestination is not null && p.Policy.Mode != PolicyMode.Disabled)];
}
