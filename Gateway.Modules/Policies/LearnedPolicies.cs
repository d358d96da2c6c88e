using System.Collections.Immutable;
using System.Globalization;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
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

    /// <summary>
    /// One principal's part of the places for learned policies, and of those for all scopes that name one: an eighth, three quarters.
    /// </summary>
    private const int PrincipalPart = 8;
    private const double PrincipalsPart = 0.75;

    /// <summary>Scopes given up for their cost that are remembered.</summary>
    private const int MostGivenUp = 256;
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, LearnedPolicy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _givenUpUntil = new(StringComparer.Ordinal);
    private long _lastNumber;

    public int Count => _policies.Count;

    public IReadOnlyCollection<LearnedPolicy> All => _policies.Values;

    /// <summary>Follows what the store holds: operators and other replicas write there, too. What is unchanged keeps its votes.</summary>
    public void Load(PolicySet set)
    {
        var now = time.GetUtcNow();
        var held = set.Policies.Where(p => p.Policy.Origin == PolicyOrigin.Learned).ToDictionary(p => p.Policy.Id, StringComparer.Ordinal);

        // What has run out is told of by Expire; the store's clock may be a little ahead of ours.
        foreach (var policy in _policies.Values.Where(p => p.ExpiresAt > now + ClockSlack && !held.ContainsKey(p.Policy.Id)).ToArray())
        {
            Withdrawn(policy.Policy);
        }

        foreach (var (id, stored) in held)
        {
            _lastNumber = Math.Max(_lastNumber, NumberOf(id));
            if (!_policies.TryGetValue(id, out var known) || !known.Policy.Scope.Equals(stored.Policy.Scope))
            {
                _policies[id] = new LearnedPolicy(stored, now);
            }
            else if (known.Revision != stored.Revision)
            {
                known.Written(stored, now);
            }
        }
    }

    /// <summary>Counts an outcome for the policy that let it through, and a failure for the limits and ejections it speaks for.</summary>
    public void Observe(OutcomeRow row, Func<string, string> currentId, IReadOnlyList<int> neverActOn)
    {
        var cluster = row is { IsFailure: true, Wording: { } said } ? currentId(said.ClusterId) : null;
        if (cluster is not null)
        {
            SupportWithoutHoldOut(row, cluster);
        }

        if (row.PolicyId is null || !_policies.TryGetValue(row.PolicyId, out var policy))
        {
            return;
        }

        policy.Met(row.PolicyRole);
        if (policy.Policy.Action == PolicyAction.Limit)
        {
            SupportLimit(policy, row);
            return;
        }

        if (row.PolicyRole is PolicyRole.None or PolicyRole.Refused or PolicyRole.Rerouted)
        {
            return;
        }

        // A failure of another cause neither supports the policy nor speaks against it.
        var sameCause = cluster is not null && policy.Names(cluster);
        var meaning = row.MeaningFor(sameCause, policy.IsAboutCallersFault, neverActOn);
        if (meaning != OutcomeMeaning.Neither)
        {
            policy.Saw(row.PolicyRole, row.Voter, meaning == OutcomeMeaning.Failure, row.At);
        }
    }

    /// <summary>
    /// A limit is needed as long as it refuses, or would. What it admits and serves says nothing against it: that is what it is for.
    /// </summary>
    private static void SupportLimit(LearnedPolicy policy, OutcomeRow row)
    {
        if (row.PolicyRole is PolicyRole.Refused or PolicyRole.Rerouted or PolicyRole.ShadowRefused)
        {
            policy.Saw(row.PolicyRole, row.Voter, failed: true, row.At);
        }
    }

    /// <summary>Only a breaker holds requests back and lets some through; what a limit or an ejection admits is its evidence.</summary>
    private void SupportWithoutHoldOut(OutcomeRow row, string clusterId)
    {
        foreach (var policy in _policies.Values)
        {
            if (policy.Policy.Action is PolicyAction.Limit or PolicyAction.Eject
                && policy.Names(clusterId) && policy.Explanation.Explains(row))
            {
                policy.Saw(PolicyRole.None, row.Voter, failed: true, row.At);
            }
        }
    }

    /// <summary>
    /// Whether there is a place for a policy on this scope. One client with a fault for each value it can think of must leave room for
    /// what hits everybody.
    /// </summary>
    /// <param name="onTheWay">Scopes whose policies are not written yet.</param>
    public bool HasRoomFor(Scope scope, IReadOnlyCollection<Scope> onTheWay, int most)
    {
        var taken = _policies.Count + onTheWay.Count;
        if (taken >= most || PrincipalIn(scope) is not { } principal)
        {
            return taken < most;
        }

        var named = _policies.Values.Select(p => p.Policy.Scope).Concat(onTheWay).Select(PrincipalIn).OfType<string>().ToArray();
        return named.Length < Math.Max(1, PrincipalsPart * most) && named.Count(n => n == principal) < Math.Max(1, most / PrincipalPart);
    }

    /// <summary>
    /// Whether a policy stands on the scope already, or was given up lately for what it cost. What an operator decided stands on every
    /// narrower scope, too: it is not undone by learning the same fault in parts.
    /// </summary>
    public bool IsTaken(Finding finding) => IsTaken(finding.Scope, finding.Upstream)
        || (_givenUpUntil.TryGetValue(finding.Identity, out var until) && time.GetUtcNow() < until);

    public bool IsTaken(Scope scope, string? upstream) => _policies.Values.Any(p =>
        p.Policy.Upstream == upstream && (p.Policy.Scope.Equals(scope) || (p.IsDecided && scope.LiesIn(p.Policy.Scope))));

    /// <summary>Policies that lie wholly in a new one's scope and stand for nothing else: it takes their place.</summary>
    public IEnumerable<PolicyWrite> ReplacedBy(Policy wider) =>
        from policy in _policies.Values
        where !policy.IsDecided && policy.Policy.Action == wider.Action && policy.Policy.Mode == wider.Mode
            && policy.Policy.Upstream == wider.Upstream
            && policy.Policy.Scope.LiesIn(wider.Scope)
            && policy.Policy.Clusters.All(c => wider.Clusters.Any(w => w.Id == c.Id))
        select new PolicyWrite(policy.Renewed([]), policy.Revision);

    /// <summary>Policies whose hold-out says that they cost too much; they are not learned again for a while.</summary>
    public IEnumerable<PolicyWrite> TooCostly(FalseKillBudget budget, TimeSpan lifetime)
    {
        foreach (var policy in _policies.Values.Where(p => !p.IsDecided && p.IsTooCostly(budget)))
        {
            if (_givenUpUntil.Count < MostGivenUp)
            {
                _givenUpUntil[ScopeIdentity.Of(policy.Policy.Scope, policy.Policy.Upstream)] = time.GetUtcNow() + lifetime;
            }

            logger.TooCostly(policy.Policy.Id, policy.Policy.Scope.Text);
            yield return new PolicyWrite(policy.Renewed([]), policy.Revision);
        }
    }

    private static string? PrincipalIn(Scope scope) =>
        scope.Tests.FirstOrDefault(t => t.Dimension == DimensionNames.Principal).Value;

    public IReadOnlyList<Policy> Expire(DateTimeOffset now)
    {
        var gone = _policies.Values.Where(p => p.ExpiresAt <= now).Select(p => p.Policy).ToArray();
        foreach (var policy in gone)
        {
            _policies.Remove(policy.Id);
        }

        foreach (var (scope, until) in _givenUpUntil)
        {
            if (until <= now)
            {
                _givenUpUntil.Remove(scope);
            }
        }

        return gone;
    }

    public IEnumerable<PolicyWrite> Renewals(DateTimeOffset now, TimeSpan lifetime)
    {
        foreach (var policy in _policies.Values)
        {
            if (policy.IsSupported(now, lifetime) && now - policy.WrittenAt >= lifetime / RenewalsPerLifetime)
            {
                yield return new PolicyWrite(policy.Renewed(), policy.Revision);
            }
        }
    }

    /// <summary>
    /// Policies that name a muted cluster, without it. A policy that is left with none is withdrawn; one that an operator decided on stays.
    /// </summary>
    public IEnumerable<PolicyWrite> WithoutMuted(Func<string, bool> isMuted)
    {
        foreach (var policy in _policies.Values)
        {
            if (!policy.IsDecided && policy.Policy.Clusters.Any(cluster => isMuted(cluster.Id)))
            {
                yield return new PolicyWrite(
                    policy.Renewed([.. policy.Policy.Clusters.Where(cluster => !isMuted(cluster.Id))]), policy.Revision);
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

    public PolicyWrite Enact(Finding finding, ClusterGroup group, PoliciesOptions options)
    {
        var policy = new Policy
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"p-{++_lastNumber}"),
            Clusters = [.. group.Clusters.Select(c => c.Reference)],
            Scope = finding.Scope,
            Upstream = finding.Upstream,
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
        var status when group.IsCallersFault && OutcomeMeanings.IsCallerError(status) => status,
        >= 200 and < 400 when group.IsCallersFault => 400,
        _ => 503,
    };

    /// <summary>The scopes whose failures need no further explanation for this group.</summary>
    public Explanations ExplanationsOf(ClusterGroup group)
    {
        var about = _policies.Values.Where(p => group.Clusters.Any(c => p.Names(c.Id))).ToLookup(p => p.NamesPrincipal, p => p.Explanation);
        return new Explanations([.. about[false]], [.. about[true]]);
    }

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
