using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Policies;

/// <summary>A policy as the store holds it.</summary>
/// <param name="Revision">Grows with every change of this policy, starts at 1.</param>
/// <param name="RemainingLifetime">What is left of its lifetime, a duration so that clocks need not agree; null for ever.</param>
public sealed record StoredPolicy(Policy Policy, long Revision, TimeSpan? RemainingLifetime);

/// <summary>All live policies at one revision of the store.</summary>
public sealed record PolicySet(long Revision, ImmutableArray<StoredPolicy> Policies)
{
    public static readonly PolicySet Empty = new(0, []);
}

/// <summary>What came of a write.</summary>
/// <param name="Stored">The policy as stored; null after a conflict or a delete.</param>
/// <param name="Current">The revision found instead of the expected one (0: no such policy); null when the write took place.</param>
public readonly record struct StoreResult(StoredPolicy? Stored, long? Current)
{
    public bool Conflict => Current is not null;

    /// <summary>The store holds as many policies as it may; nothing was written.</summary>
    public bool Full { get; init; }
}

/// <summary>
/// Holds the policies of all replicas: load, compare-and-set, watch. A policy whose lifetime runs out is gone for every reader.
/// Every implementation passes the same contract tests.
/// </summary>
public interface IPolicyStore
{
    string Name { get; }

    bool Connected { get; }

    ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the policy if its revision is still <paramref name="expectedRevision"/> (0: it must not exist). Starts its lifetime anew.
    /// </summary>
    ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken);

    ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken);

    /// <summary>The current set at once, then each change; a slow reader sees the latest set, not every one.</summary>
    IAsyncEnumerable<PolicySet> WatchAsync(CancellationToken cancellationToken);
}
