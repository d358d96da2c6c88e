using System.Collections.Immutable;
using System.Globalization;
using Gateway.Modules.Contracts;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Policies;

/// <summary>A policy that is to be written to the store.</summary>
/// <param name="ExpectedRevision">0 for a new one.</param>
internal sealed record PolicyWrite(Policy Policy, long ExpectedRevision)
{
    /// <summary>Nothing that it stands for may be acted on any more: the store is to delete it.</summary>
    public bool IsWithdrawn => Policy.Clusters.IsEmpty;
}

/// <summary>
/// The learned policies as the engine knows them. Evidence lives: a policy runs out unless its hold-out keeps failing, and is
/// written again, with a full life, when it does.
/// </summary>
internal sealed class LearnedPolicies(TimeProvider time, ILogger<LearnedPolicies> logger)
{
    /// <summary>A lifetime is renewed at most this many times over its length, so that the store is not written at each hold-out.</summary>
    private const int RenewalsPerLifetime = 12;

    private const double JoinShare = 0.9;
    private const int JoinFailures = 3;
    private const int MaxClusters = 16;
    private static readonly TimeSpan JoinWindow = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, LearnedPolicy> _policies = new(StringComparer.Ordinal);
    private long _lastNumber;

    public int Count => _policies.Count;

    /// <summary>Takes over what the store holds: at start, and after a conflict.</summary>
    public void Load(PolicySet set)
    {
        var now = time.GetUtcNow();
        _policies.Clear();
        foreach (var stored in set.Policies)
        {
            if (stored.Policy.Origin == PolicyOrigin.Learned)
            {
                _policies[stored.Policy.Id] = new LearnedPolicy(stored, now);
                _lastNumber = Math.Max(_lastNumber, NumberOf(stored.Policy.Id));
            }
        }
    }

    /// <summary>Counts an outcome for the policy that let it through, and a failure for the limits and ejections it speaks for.</summary>
    public void Observe(OutcomeRow row, PolicyRole role, Func<string, string> currentId)
    {
        if (row is { Kind: RowKind.Failure, Wording: { } said })
        {
            SupportWithoutHoldOut(row, currentId(said.ClusterId));
        }

        if (row.PolicyId is null || role is PolicyRole.None or PolicyRole.Refused || !_policies.TryGetValue(row.PolicyId, out var policy))
        {
            return;
        }

        // A failure of another cause neither supports the policy nor speaks against it.
        var failed = row is { Kind: RowKind.Failure, Wording: { } wording } && policy.Names(currentId(wording.ClusterId));
        if (failed || row.Kind == RowKind.Success)
        {
            policy.Saw(role, failed);
        }
    }

    /// <summary>Only a breaker holds requests back and lets some through; what a limit or an ejection admits is its evidence.</summary>
    private void SupportWithoutHoldOut(OutcomeRow row, string clusterId)
    {
        foreach (var policy in _policies.Values)
        {
            if (policy.Policy.Action is PolicyAction.Limit or PolicyAction.Eject && policy.Names(clusterId) && row.Matches(policy.Tests))
            {
                policy.Saw(PolicyRole.None, failed: true);
            }
        }
    }

    public IReadOnlyList<Policy> Expire(DateTimeOffset now)
    {
        var gone = _policies.Values.Where(p => p.ExpiresAt <= now).Select(p => p.Policy).ToArray();
        foreach (var policy in gone)
        {
            _policies.Remove(policy.Id);
        }

        return gone;
    }

    public IEnumerable<PolicyWrite> Renewals(DateTimeOffset now, TimeSpan lifetime)
    {
        foreach (var policy in _policies.Values)
        {
            if (policy.Supported && now - policy.WrittenAt >= lifetime / RenewalsPerLifetime)
            {
                yield return new PolicyWrite(policy.Renewed(), policy.Revision);
            }
        }
    }

    /// <summary>Policies that name a muted cluster, without it. A policy that is left with none is withdrawn.</summary>
    public IEnumerable<PolicyWrite> WithoutMuted(Func<string, bool> isMuted)
    {
        foreach (var policy in _policies.Values)
        {
            if (policy.Policy.Clusters.Any(cluster => isMuted(cluster.Id)))
            {
                yield return new PolicyWrite(policy.Renewed([.. policy.Policy.Clusters.Where(cluster => !isMuted(cluster.Id))]), policy.Revision);
            }
        }
    }

    /// <summary>The store no longer has it.</summary>
    public void Withdrawn(Policy policy)
    {
        if (_policies.Remove(policy.Id))
        {
            logger.Withdrawn(policy.Id, policy.Scope.Text);
        }
    }

    public PolicyWrite Enact(Proposal proposal, PoliciesOptions options)
    {
        var (finding, group) = (proposal.Finding, proposal.Group);
        var policy = new Policy
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"p-{++_lastNumber}"),
            Clusters = [.. group.Clusters.Select(c => c.Reference)],
            Scope = finding.Scope,
            Action = finding.Verdict.Action,
            Mode = finding.Verdict.Mode,
            Origin = PolicyOrigin.Learned,
            Evidence = finding.ToEvidence(),
            FailureProbability = finding.FailureProbability,
            RequestsPerSecond = finding.ArrivalsPerSecond,
            RefusalStatus = RefusalStatusOf(group),
            Lifetime = options.Lifetime,
        };
        return new PolicyWrite(policy, 0);
    }

    /// <summary>
    /// A caller's fault is refused as the upstream does, since a retryable status would make clients repeat a final error; where
    /// the error came inside a 200, with 400.
    /// </summary>
    private static int RefusalStatusOf(ClusterGroup group) => group.Lead.UpstreamStatus switch
    {
        var status and >= 400 and < 500 when group.IsCallersFault => status,
        >= 200 and < 400 when group.IsCallersFault => 400,
        _ => 503,
    };

    /// <summary>Another wording of a fault that a policy already stands for; null when there is none.</summary>
    public PolicyWrite? ToJoin(ErrorCluster cluster, List<OutcomeRow> rows, DateTimeOffset now, Func<string, string> currentId)
    {
        if (_policies.Count == 0 || _policies.Values.Any(p => p.Names(cluster.Id)))
        {
            return null;
        }

        var oldest = now - JoinWindow;
        var failures = rows
            .TakeWhile(r => r.At >= oldest)
            .Where(r => r is { Kind: RowKind.Failure, Wording: { } wording } && currentId(wording.ClusterId) == cluster.Id)
            .ToArray();
        if (failures.Length < JoinFailures)
        {
            return null;
        }

        foreach (var policy in _policies.Values)
        {
            if (policy.Policy.Clusters.Length is > 0 and < MaxClusters
                && failures.Count(r => r.Matches(policy.Tests)) >= JoinShare * failures.Length)
            {
                return new PolicyWrite(policy.Renewed(policy.Policy.Clusters.Add(cluster.Reference)), policy.Revision);
            }
        }

        return null;
    }

    /// <summary>The scopes whose failures need no further explanation for this group.</summary>
    public IReadOnlyList<ImmutableArray<ValueKey>> TestsExplaining(ClusterGroup group) =>
        [.. _policies.Values.Where(p => group.Clusters.Any(c => p.Names(c.Id))).Select(p => p.Tests)];

    public ImmutableArray<Scope> ScopesOf(string clusterId) =>
        [.. _policies.Values.Where(p => p.Names(clusterId)).Select(p => p.Policy.Scope)];

    /// <summary>A write took place.</summary>
    public void Written(StoredPolicy stored)
    {
        var now = time.GetUtcNow();
        if (_policies.TryGetValue(stored.Policy.Id, out var policy))
        {
            policy.Written(stored, now);
            return;
        }

        _policies[stored.Policy.Id] = new LearnedPolicy(stored, now);
        logger.Enacted(
            stored.Policy.Id,
            stored.Policy.Action.ToString(),
            stored.Policy.Scope.Text,
            string.Join(", ", stored.Policy.Clusters.Select(c => c.Id)),
            stored.Policy.Mode.ToString());
    }

    private static long NumberOf(string id) =>
        id.StartsWith("p-", StringComparison.Ordinal)
        && long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
