using System.Collections.Immutable;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>A policy this engine has made or taken over, and what its hold-out has said since.</summary>
internal sealed class LearnedPolicy(StoredPolicy stored, DateTimeOffset writtenAt)
{
    private HoldOutCounts _holdOut = stored.Policy.Evidence?.HoldOut ?? default;

    public Policy Policy { get; private set; } = stored.Policy;

    public long Revision { get; private set; } = stored.Revision;

    public DateTimeOffset WrittenAt { get; private set; } = writtenAt;

    public DateTimeOffset ExpiresAt { get; private set; } = writtenAt + (stored.RemainingLifetime ?? TimeSpan.MaxValue / 2);

    public ImmutableArray<ValueKey> Tests { get; } = [.. stored.Policy.Scope.Tests.Select(t => ValueKey.Of(t.Dimension, t.Value))];

    /// <summary>Whether evidence has come in since the last write.</summary>
    public bool Supported { get; private set; }

    public bool Names(string clusterId) => Policy.Clusters.Any(c => c.Id == clusterId);

    /// <summary>Counts a request that the policy let through.</summary>
    public void Saw(PolicyRole role, bool failed)
    {
        if (role == PolicyRole.HoldOut)
        {
            _holdOut = new HoldOutCounts(_holdOut.Sent + 1, _holdOut.Failed + (failed ? 1 : 0));
        }

        Supported |= failed;
    }

    /// <summary>The policy as it should be written to start a new life.</summary>
    public Policy Renewed(ImmutableArray<ClusterReference>? clusters = null) => Policy with
    {
        Clusters = clusters ?? Policy.Clusters,
        Evidence = Policy.Evidence is { } evidence ? evidence with { HoldOut = _holdOut } : null,
    };

    public void Written(StoredPolicy stored, DateTimeOffset at)
    {
        Policy = stored.Policy;
        Revision = stored.Revision;
        WrittenAt = at;
        ExpiresAt = at + (stored.RemainingLifetime ?? TimeSpan.MaxValue / 2);
        Supported = false;
    }
}
