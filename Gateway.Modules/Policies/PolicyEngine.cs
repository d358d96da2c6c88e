using Gateway.Modules.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Policies;

/// <summary>
/// From clusters to policies: keeps the outcome table, looks for the scopes of every cluster with new failures, lets proposals
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

    private readonly OutcomeTable _table = new(options.CurrentValue.Attribution.ReservoirSize);
    private readonly Dictionary<string, ClusterActivity> _activity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Proposal> _proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _currentIds = new(StringComparer.Ordinal);
    private Attribution? _attribution;
    private GatewayOptions? _attributionOptions;

    /// <summary>Takes in one outcome.</summary>
    public void Add(ClusteredSample sample)
    {
        var row = OutcomeRow.From(sample);
        _table.Add(row);
        if (row is { Kind: RowKind.Failure, ClusterId: { } cluster })
        {
            ActivityOf(CurrentId(cluster)).Failed(row.At);
        }

        learned.Observe(row, sample.Sample.PolicyRole, CurrentId);
    }

    /// <summary>One evaluation. Returns what is to be written to the store; nothing is waited for.</summary>
    public IReadOnlyList<PolicyWrite> Evaluate()
    {
        var now = time.GetUtcNow();
        var current = options.CurrentValue;
        _currentIds.Clear();
        foreach (var policy in learned.Expire(now))
        {
            logger.Expired(policy.Id, policy.Scope.Text);
        }

        var active = ActiveClusters(now);
        var rows = _table.Since(now - HorizonOf(active, now)).ToList();
        var attribution = AttributionFor(current);
        var writes = new List<PolicyWrite>(learned.Renewals(now, current.Policies.Lifetime));
        if (rows.Count > 0 && current.Policies.Mode != PolicyMode.Disabled)
        {
            JoinPolicies(active, rows, now, writes);
            foreach (var group in GroupsOf(active, rows, attribution, current, now))
            {
                writes.AddRange(Evaluate(group, TableFor(group, rows, now), attribution, current));
            }
        }

        attribution.Forget(now - Horizon);
        Forget(now);
        return writes;
    }

    private IEnumerable<PolicyWrite> Evaluate(
        ClusterGroup group, AttributionTable table, Attribution attribution, GatewayOptions current)
    {
        var found = attribution.Search(table);
        foreach (var cluster in group.Clusters)
        {
            ActivityOf(cluster.Id).Searched(table.Now);
            findings.Set(cluster.Id, StatusOf(found, cluster.Id), [.. found.Select(f => f.Scope)], learned.ScopesOf(cluster.Id));
        }

        Propose(found, group, table.Now);
        foreach (var proposal in _proposals.Values.Where(p => p.Group.Clusters.Any(c => group.Contains(c.Id))).ToArray())
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
    /// Groups clusters that lean towards the same scope: one fault in several wordings, which together reach the gates sooner and
    /// share one policy.
    /// </summary>
    private ClusterGroup[] GroupsOf(
        List<ErrorCluster> active, List<OutcomeRow> rows, Attribution attribution, GatewayOptions current, DateTimeOffset now)
    {
        var groups = new Dictionary<string, List<ErrorCluster>>(StringComparer.Ordinal);
        foreach (var cluster in active)
        {
            if (!cluster.Enforceable || current.Policies.NeverActOn.Contains(cluster.UpstreamStatus))
            {
                findings.Set(cluster.Id, cluster.Enforceable ? FindingStatus.Observed : FindingStatus.Watching, [], []);
                continue;
            }

            var leaning = active.Count == 1
                ? null
                : attribution.Leaning(TableFor(new ClusterGroup([cluster]), rows, now), current.Clustering.MinimumEvents);
            var key = leaning?.Text ?? cluster.Id;
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = [];
            }

            group.Add(cluster);
        }

        return groups.Values
            .OrderBy(g => g.Min(c => ActivityOf(c.Id).LastSearch))
            .Take(GroupsPerEvaluation)
            .Select(g => new ClusterGroup(g))
            .ToArray();
    }

    /// <summary>A cluster whose failures lie in the scope of a live policy is another wording of the same fault: the policy stands for it too.</summary>
    private void JoinPolicies(List<ErrorCluster> active, List<OutcomeRow> rows, DateTimeOffset now, List<PolicyWrite> writes)
    {
        foreach (var cluster in active)
        {
            // One write a policy and evaluation: a second one would carry a revision that the first has made stale.
            if (learned.ToJoin(cluster, rows, now, CurrentId) is { } write && writes.TrueForAll(w => w.Policy.Id != write.Policy.Id))
            {
                logger.Joined(write.Policy.Id, cluster.Id);
                writes.Add(write);
            }
        }
    }

    private AttributionTable TableFor(ClusterGroup group, List<OutcomeRow> rows, DateTimeOffset now) => new(
        rows,
        group,
        learned.TestsExplaining(group),
        CurrentId,
        now,
        group.Clusters.Min(c => ActivityOf(c.Id).Onset));

    /// <summary>Clusters with failures since they were last looked at, or with a proposal that waits.</summary>
    private List<ErrorCluster> ActiveClusters(DateTimeOffset now)
    {
        var active = new List<ErrorCluster>();
        foreach (var (id, activity) in _activity)
        {
            var waiting = activity.Changed || _proposals.Values.Any(p => p.Group.Contains(id));
            if (waiting && now - activity.LastFailure <= Horizon && clusters.GetCluster(id) is { } cluster && cluster.Id == id)
            {
                active.Add(cluster);
            }
        }

        active.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return active;
    }

    private TimeSpan HorizonOf(List<ErrorCluster> active, DateTimeOffset now)
    {
        var horizon = Horizon;
        foreach (var cluster in active)
        {
            var sinceOnset = now - ActivityOf(cluster.Id).Onset;
            horizon = sinceOnset > horizon ? sinceOnset : horizon;
        }

        return horizon < LongestHorizon ? horizon : LongestHorizon;
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

    private string StatusOf(IReadOnlyList<Finding> found, string clusterId)
    {
        if (found.Count == 0)
        {
            return learned.ScopesOf(clusterId).IsEmpty ? FindingStatus.CauseNotObserved : FindingStatus.Acting;
        }

        return found.Any(f => f.Verdict.Action != PolicyAction.Observe) ? FindingStatus.Confirming : FindingStatus.Observed;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, activity) in _activity)
        {
            if (now - activity.LastFailure > LongestHorizon)
            {
                _activity.Remove(id);
                findings.Remove(id);
            }
        }

        foreach (var (scope, proposal) in _proposals)
        {
            if (now - proposal.MadeAt > Horizon)
            {
                _proposals.Remove(scope);
            }
        }
    }

    private ClusterActivity ActivityOf(string clusterId)
    {
        if (!_activity.TryGetValue(clusterId, out var activity))
        {
            _activity[clusterId] = activity = new ClusterActivity();
        }

        return activity;
    }

    /// <summary>Clusters are merged now and then and old ids stay valid as aliases; remembered for one evaluation, since every row asks.</summary>
    private string CurrentId(string clusterId)
    {
        if (!_currentIds.TryGetValue(clusterId, out var current))
        {
            _currentIds[clusterId] = current = clusters.GetCluster(clusterId)?.Id ?? clusterId;
        }

        return current;
    }

    private static string NamesOf(ClusterGroup group) => string.Join(", ", group.Clusters.Select(c => c.Id));
}
