using System.Collections.Immutable;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies;

/// <summary>A policy this engine has made or taken over, and what its hold-out has said since.</summary>
internal sealed class LearnedPolicy(StoredPolicy stored, DateTimeOffset writtenAt)
{
    /// <summary>Failing principals that renew a policy which names none.</summary>
    private const int LeastFailing = 3;

    /// <summary>Principals whose last word is remembered.</summary>
    private const int MostVotes = 256;

    private readonly DateTimeOffset _takenAt = writtenAt;
    private readonly Dictionary<ulong, (bool Failed, DateTimeOffset At)> _votes = [];
    private HoldOutCounts _holdOut = stored.Policy.Evidence?.HoldOut ?? default;
    private bool _failedSince;

    public Policy Policy { get; private set; } = stored.Policy;

    public long Revision { get; private set; } = stored.Revision;

    public DateTimeOffset WrittenAt { get; private set; } = writtenAt;

    public DateTimeOffset ExpiresAt { get; private set; } = EndOf(stored, writtenAt);

    public ImmutableArray<ValueKey> Tests { get; } = [.. stored.Policy.Scope.Tests.Select(t => ValueKey.Of(t.Dimension, t.Value))];

    public bool NamesPrincipal { get; } = stored.Policy.Scope.Names(DimensionNames.Principal);

    public bool IsAboutCallersFault => Policy.Clusters.Any(c => c.Kind.IsCallersFault());

    /// <summary>Whether an operator has decided about it: then its mode, action and end are no longer the engine's.</summary>
    public bool IsDecided => Policy.Decision is not null;

    public bool Names(string clusterId) => Policy.Clusters.Any(c => c.Id == clusterId);

    /// <summary>Counts a request that the policy let through.</summary>
    public void Saw(PolicyRole role, ulong voter, bool failed, DateTimeOffset at)
    {
        if (role == PolicyRole.HoldOut)
        {
            _holdOut = new HoldOutCounts(_holdOut.Sent + 1, _holdOut.Failed + (failed ? 1 : 0));
        }

        _failedSince |= failed;
        if (voter == 0)
        {
            return;
        }

        if (_votes.Count >= MostVotes && !_votes.ContainsKey(voter))
        {
            _votes.Remove(_votes.MinBy(v => v.Value.At).Key);
        }

        _votes[voter] = (failed, at);
    }

    /// <summary>
    /// Whether the evidence lives: something failed since the last write, and, where the scope names no principal, enough of them fail by
    /// their last word and, for what refuses, more than succeed: one client cannot keep a policy on others alive. What the policy was
    /// learned from carries it through its first life.
    /// </summary>
    public bool IsSupported(DateTimeOffset now, TimeSpan lifetime)
    {
        if (!_failedSince || NamesPrincipal)
        {
            return _failedSince;
        }

        var recent = _votes.Values.Where(v => now - v.At <= 2 * lifetime).ToArray();
        var failing = recent.Count(v => v.Failed);
        var least = now - _takenAt <= lifetime ? 1 : LeastFailing;
        return failing >= least && (Policy.Action != PolicyAction.Break || 2 * failing > recent.Length);
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
        ExpiresAt = EndOf(stored, at);
        _failedSince = false;
    }

    private static DateTimeOffset EndOf(StoredPolicy stored, DateTimeOffset at) =>
        stored.RemainingLifetime is { } lifetime ? at + lifetime : DateTimeOffset.MaxValue;
}
