using System.Collections.Immutable;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies;

/// <summary>A policy this engine has made or taken over, and what its hold-out has said since.</summary>
internal sealed class LearnedPolicy(StoredPolicy stored, DateTimeOffset writtenAt)
{
    /// <summary>Failing principals that renew a policy which names none.</summary>
    private const int LeastFailing = 3;

    /// <summary>Hold-outs that say more than what the policy was learned from.</summary>
    private const int LeastHoldOuts = 5;

    /// <summary>Principals whose last word is remembered.</summary>
    private const int MostVotes = 256;

    private readonly Dictionary<ulong, (bool Failed, DateTimeOffset At)> _votes = [];
    private readonly HoldOutTally _tally = new();
    private HoldOutCounts _holdOut = stored.Policy.Evidence?.HoldOut ?? default;
    private bool _failedSince;

    public Policy Policy { get; private set; } = stored.Policy;

    public long Revision { get; private set; } = stored.Revision;

    public DateTimeOffset WrittenAt { get; private set; } = writtenAt;

    public DateTimeOffset ExpiresAt { get; private set; } = writtenAt + (stored.RemainingLifetime ?? TimeSpan.MaxValue / 2);

    /// <summary>When this engine made it or took it over.</summary>
    public DateTimeOffset TakenAt { get; } = writtenAt;

    public Explanation Explanation { get; } =
        new(stored.Policy.Id, new ScopeTests(stored.Policy.Scope, stored.Policy.Upstream));

    /// <summary>Whether it refuses, or did when it was last heard of.</summary>
    public bool IsRefusing { get; private set; } = true;

    /// <summary>Healthy requests that it is expected to refuse each second.</summary>
    public double ExpectedFalseKillsPerSecond =>
        IsRefusing && IsEnforcedBreak ? Policy.RequestsPerSecond * (1 - FailureShare) : 0;

    private bool IsEnforcedBreak => Policy is { Action: PolicyAction.Break, Mode: PolicyMode.Enforce };

    /// <summary>P(fail | scope) by its hold-out, as soon as there is enough of it.</summary>
    private double FailureShare => _tally.Sent >= LeastHoldOuts ? (double)_tally.Failed / _tally.Sent
        : Policy.Evidence is { Matched: > 0 } evidence ? evidence.Failed / evidence.Matched
        : Policy.FailureProbability;

    public bool NamesPrincipal { get; } = stored.Policy.Scope.Names(DimensionNames.Principal);

    public bool IsAboutCallersFault => Policy.Clusters.Any(c => c.Kind.IsCallersFault());

    public bool Names(string clusterId) => Policy.Clusters.Any(c => c.Id == clusterId);

    /// <summary>Whether its hold-out says that it costs too much, whatever it was learned from.</summary>
    public bool IsTooCostly(FalseKillBudget budget) =>
        IsEnforcedBreak && _tally.Sent > 0 && budget.IsExceededBy(Policy.RequestsPerSecond, _tally.HighestFailureShare);

    /// <summary>A request met the policy, whatever became of it.</summary>
    public void Met(PolicyRole role)
    {
        IsRefusing = role switch
        {
            PolicyRole.Refused or PolicyRole.Rerouted or PolicyRole.HoldOut or PolicyRole.Probe => true,
            PolicyRole.Watched => false,
            _ => IsRefusing,
        };
        if (role is PolicyRole.Probe or PolicyRole.Watched)
        {
            _tally.Recovered();
        }
    }

    /// <summary>Counts a request that the policy let through.</summary>
    public void Saw(PolicyRole role, ulong voter, bool failed, DateTimeOffset at)
    {
        if (role == PolicyRole.HoldOut)
        {
            _holdOut = new HoldOutCounts(_holdOut.Sent + 1, _holdOut.Failed + (failed ? 1 : 0));
            _tally.HeldOut(failed);
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
        var least = now - TakenAt <= lifetime ? 1 : LeastFailing;
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
        ExpiresAt = at + (stored.RemainingLifetime ?? TimeSpan.MaxValue / 2);
        _failedSince = false;
    }
}
