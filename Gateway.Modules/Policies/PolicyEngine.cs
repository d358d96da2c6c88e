using Gateway.Modules.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Policies;

/// <summary>
/// From clusters to policies: keeps the outcome table, looks for the scopes of every wording with new failures, lets proposals
/// confirm themselves, writes policies and renews them while their hold-out keeps failing. Not thread-safe: its worker calls it
/// under one lock.
/// </summary>
internal sealed class PolicyEngine(
    IClusteringEngine clusters,
    LearnedPolicies learned,
    ClusterFindings findings,
    TimeProvider time,
    IOptionsMonitor<GatewayOptions> options,
    ILogger<PolicyEngine> logger)
{
    /// <summary>Groups that are searched in one evaluation; the others wait for the next one, longest waiting first.</summary>
    private const int GroupsPerEvaluation = 4;

    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestHorizon = TimeSpan.FromMinutes(10);

    /// <summary>How far back a wording's leaning is looked for.</summary>
    private static readonly TimeSpan LeaningWindow = TimeSpan.FromSeconds(15);

    private readonly OutcomeTable _table = new(options.CurrentValue.Attribution.ReservoirSize);
    private readonly WordingActivities _activities = new(clusters);
    private readonly Dictionary<string, Proposal> _proposals = new(StringComparer.Ordinal);
    private Attribution? _attribution;
    private GatewayOptions? _attributionOptions;

    /// <summary>Takes in one outcome.</summary>
    public void Add(ClusteredSample sample)
    {
        var row = OutcomeRow.From(sample);
        _table.Add(row);
        if (row is { Kind: RowKind.Failure, Wording: { } wording })
        {
            _activities.Failed(wording, row.At);
        }

        learned.Observe(row, sample.Sample.PolicyRole, _activities.CurrentId);
    }

    /// <summary>One evaluation. Returns what is to be written to the store; nothing is waited for.</summary>
    public IReadOnlyList<PolicyWrite> Evaluate()
    {
        var now = time.GetUtcNow();
        var current = options.CurrentValue;
        _activities.Refresh();
        foreach (var policy in learned.Expire(now))
        {
            logger.Expired(policy.Id, policy.Scope.Text);
        }

        var writes = new List<PolicyWrite>(learned.WithoutMuted(IsMuted));
        writes.AddRange(learned.Renewals(now, current.Policies.Lifetime).Where(renewal => IsFirstFor(renewal, writes)));
        if (current.Policies.Mode != PolicyMode.Disabled)
        {
            Learn(now, current, writes);
        }

        Forget(now);
        return writes;
    }

    private void Learn(DateTimeOffset now, GatewayOptions current, List<PolicyWrite> writes)
    {
        var rows = _table.Since(OldestRow(now)).ToList();
        var active = _activities.Active(
            rows, current.Clustering.MinimumEvents, key => _proposals.Values.Any(p => p.Group.Contains(key)));
        if (active.Count == 0)
        {
            return;
        }

        var attribution = AttributionFor(current);
        JoinPolicies(active, rows, now, writes);
        foreach (var group in GroupsOf(active, rows, attribution, current, now))
        {
            writes.AddRange(Search(group, TableFor(group, rows, now), attribution, current));
        }

        attribution.Forget(now - Horizon);
    }

    private IEnumerable<PolicyWrite> Search(
        ClusterGroup group, AttributionTable table, Attribution attribution, GatewayOptions current)
    {
        var found = attribution.Search(table);
        Note(found, group, table.Now);
        Propose(found, group, table.Now);
        foreach (var proposal in _proposals.Values.Where(p => p.Group.Keys.Any(group.Contains)).ToArray())
        {
            var scope = proposal.Finding.Scope.Text;
            proposal.Renew(found.FirstOrDefault(f => f.Scope.Text == scope), group);
            var confirmation = proposal.Check(table, current.Attribution);
            if (confirmation == Confirmation.Waiting)
            {
                continue;
            }

            _proposals.Remove(scope);
            if (confirmation == Confirmation.Dropped)
            {
                logger.Dropped(scope, NamesOf(group));
            }
            else if (learned.Count >= current.Policies.MaxLearned)
            {
                logger.Full(learned.Count, scope);
            }
            else
            {
                yield return learned.Enact(proposal, current.Policies);
            }
        }
    }

    private void Note(IReadOnlyList<Finding> found, ClusterGroup group, DateTimeOffset now)
    {
        foreach (var key in group.Keys)
        {
            if (_activities.TryGet(key, out var activity))
            {
                activity.Searched(now);
            }
        }

        foreach (var cluster in group.Clusters)
        {
            var acting = learned.ScopesOf(cluster.Id);
            var status = found.Any(f => f.Verdict.Action != PolicyAction.Observe) ? FindingStatus.Confirming
                : !acting.IsEmpty ? FindingStatus.Acting
                : found.Count > 0 ? FindingStatus.Observed
                : FindingStatus.CauseNotObserved;
            findings.Set(cluster.Id, status, [.. found.Select(f => f.Scope)], acting);
        }
    }

    private void Propose(IReadOnlyList<Finding> found, ClusterGroup group, DateTimeOffset now)
    {
        foreach (var finding in found)
        {
            if (finding.Verdict.Action != PolicyAction.Observe && _proposals.TryAdd(finding.Scope.Text, new Proposal(finding, group, now)))
            {
                logger.Proposed(
                    finding.Scope.Text, NamesOf(group), finding.Count.FailedWeight, finding.Count.TotalWeight,
                    finding.LowerBound, finding.RiskRatio);
            }
        }
    }

    /// <summary>
    /// Groups wordings that lean towards the same scope: one fault said in several ways, which together reach the gates sooner and
    /// share one policy.
    /// </summary>
    private ClusterGroup[] GroupsOf(
        IReadOnlyList<Wording> active, List<OutcomeRow> rows, Attribution attribution, GatewayOptions current, DateTimeOffset now)
    {
        var recent = rows.TakeWhile(r => r.At > now - LeaningWindow).ToList();
        var groups = new Dictionary<string, List<Wording>>(StringComparer.Ordinal);
        foreach (var wording in active)
        {
            var cluster = wording.Cluster;
            if (!cluster.Enforceable || current.Policies.NeverActOn.Contains(cluster.UpstreamStatus))
            {
                findings.Set(cluster.Id, cluster.Enforceable ? FindingStatus.Observed : FindingStatus.Watching, [], []);
                continue;
            }

            var leaning = active.Count == 1
                ? null
                : attribution.Leaning(TableFor(new ClusterGroup([wording]), recent, now), current.Clustering.MinimumEvents);
            var key = leaning?.Text ?? wording.Key.ToString();
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = [];
            }

            group.Add(wording);
        }

        return groups.Values
            .OrderBy(g => g.Min(w => _activities.TryGet(w.Key, out var activity) ? activity.LastSearch : now))
            .Take(GroupsPerEvaluation)
            .Select(g => new ClusterGroup(g))
            .ToArray();
    }

    /// <summary>A cluster whose failures lie in the scope of a live policy is another wording of the same fault: the policy stands for it too.</summary>
    private void JoinPolicies(IReadOnlyList<Wording> active, List<OutcomeRow> rows, DateTimeOffset now, List<PolicyWrite> writes)
    {
        foreach (var cluster in active.Select(w => w.Cluster).DistinctBy(c => c.Id))
        {
            if (!cluster.IsMuted && learned.ToJoin(cluster, rows, now, _activities.CurrentId) is { } write && IsFirstFor(write, writes))
            {
                logger.Joined(write.Policy.Id, cluster.Id);
                writes.Add(write);
            }
        }
    }

    private bool IsMuted(string clusterId) => clusters.GetCluster(clusterId) is { IsMuted: true };

    /// <summary>One write a policy and evaluation: a second one would carry a revision that the first has made stale.</summary>
    private static bool IsFirstFor(PolicyWrite write, List<PolicyWrite> writes) => writes.TrueForAll(w => w.Policy.Id != write.Policy.Id);

    private AttributionTable TableFor(ClusterGroup group, List<OutcomeRow> rows, DateTimeOffset now) => new(
        rows,
        group,
        learned.TestsExplaining(group),
        _activities.Current,
        now,
        group.Keys.Min(k => _activities.TryGet(k, out var activity) ? activity.Onset : now));

    private DateTimeOffset OldestRow(DateTimeOffset now)
    {
        var onset = _activities.EarliestOnset(now, Horizon);
        var oldest = onset < now - Horizon ? onset : now - Horizon;
        return oldest > now - LongestHorizon ? oldest : now - LongestHorizon;
    }

    private Attribution AttributionFor(GatewayOptions current)
    {
        if (_attribution is null || !ReferenceEquals(_attributionOptions, current))
        {
            _attribution = new Attribution(current.Attribution, current.Policies, current.Breaker.FailureThreshold);
            _attributionOptions = current;
        }

        return _attribution;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var cluster in _activities.Forget(now - LongestHorizon))
        {
            findings.Remove(cluster);
        }

        foreach (var (scope, proposal) in _proposals)
        {
            if (now - proposal.MadeAt > Horizon)
            {
                _proposals.Remove(scope);
            }
        }
    }

    private static string NamesOf(ClusterGroup group) => string.Join(", ", group.Clusters.Select(c => c.Id));
}
