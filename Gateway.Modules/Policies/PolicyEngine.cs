using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Policies;

/// <summary>
/// From clusters to policies: keeps the outcome table, looks for the scopes of every wording with new failures, lets proposals
/// confirm themselves, writes policies and renews them while their hold-out keeps failing. <see cref="Add"/> may be called from another
/// thread than the rest; an evaluation works on a copy of the table, within a budget, and keeps nobody from feeding it.
/// </summary>
internal sealed class PolicyEngine(
    IClusteringEngine clusters,
    LearnedPolicies learned,
    ClusterFindings findings,
    PoliciesMetrics metrics,
    TimeProvider time,
    IOptionsMonitor<GatewayOptions> options,
    ILogger<PolicyEngine> logger)
{
    /// <summary>Groups that are searched in one evaluation; the others wait for the next one, longest waiting first.</summary>
    private const int GroupsPerEvaluation = 4;

    /// <summary>Of these, groups that several principals fail with, as far as there are any.</summary>
    private const int SharedPerEvaluation = 2;

    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestHorizon = TimeSpan.FromMinutes(10);

    /// <summary>How far back a wording's leaning is looked for.</summary>
    private static readonly TimeSpan LeaningWindow = TimeSpan.FromSeconds(15);

    private readonly OutcomeTable _table = new(options.CurrentValue.Attribution.ReservoirSize, options.CurrentValue.Attribution.MaxBytes);
    private readonly WordingActivities _activities = new(clusters);
    private readonly VoterStandings _standings = new();
    private readonly List<Scope> _onTheWay = [];
    private readonly Proposals _proposals = new(logger);
    private Attribution? _attribution;
    private GatewayOptions? _attributionOptions;

    /// <summary>Takes in one outcome.</summary>
    public void Add(ClusteredSample sample) => _table.Add(sample);

    /// <summary>One evaluation. Returns what is to be written to the store; nothing is waited for.</summary>
    public IReadOnlyList<PolicyWrite> Evaluate()
    {
        var now = time.GetUtcNow();
        var current = options.CurrentValue;
        _activities.Refresh();
        _onTheWay.Clear();
        foreach (var row in _table.TakeArrived())
        {
            Observe(row, current.Policies.NeverActOn);
        }

        foreach (var policy in learned.Expire(now))
        {
            logger.Expired(policy.Id, policy.Scope.Text);
        }

        var writes = new List<PolicyWrite>(learned.WithoutMuted(IsMuted));
        writes.AddRange(learned.Renewals(now, current.Policies.Lifetime).Where(renewal => IsFirstFor(renewal, writes)));
        if (current.Policies.Mode != PolicyMode.Disabled && (_proposals.Count > 0 || _activities.AnyChanged))
        {
            Learn(now, current, writes);
        }

        Forget(now);
        metrics.Table(_table.Count, _table.Bytes);
        return writes;
    }

    private void Observe(OutcomeRow row, IReadOnlyList<int> neverActOn)
    {
        if (row is { IsFailure: true, Wording: { } wording })
        {
            _activities.Failed(wording, row.At, row.Voter);
        }

        if (row.MeaningFor(sameCause: false, callersFault: true, neverActOn) == OutcomeMeaning.Success)
        {
            _standings.Succeeded(row.Voter, row.At);
        }

        learned.Observe(row, _activities.CurrentId, neverActOn);
    }

    private void Learn(DateTimeOffset now, GatewayOptions current, List<PolicyWrite> writes)
    {
        var budget = new WorkBudget(current.Attribution.WorkBudget);
        var snapshot = new TableSnapshot(_table.Since(OldestRow(now)), _activities.Current, now, budget);
        var active = _activities.Active(
            snapshot,
            current.Clustering.MinimumEvents,
            cluster => MayAct(cluster, current.Policies),
            _proposals.Any);
        if (active.Count == 0)
        {
            return;
        }

        var attribution = AttributionFor(current);
        JoinPolicies(active, snapshot, current, writes);
        foreach (var group in GroupsOf(active, snapshot, attribution, current))
        {
            if (budget.IsSpent)
            {
                break;
            }

            writes.AddRange(Search(group, snapshot, attribution, current));
        }

        if (budget.IsSpent)
        {
            metrics.CutShort();
        }

        attribution.Forget(now - Horizon);
    }

    private IEnumerable<PolicyWrite> Search(ClusterGroup group, TableSnapshot snapshot, Attribution attribution, GatewayOptions current)
    {
        var explanations = learned.ExplanationsOf(group);
        var table = TableFor(group, snapshot, explanations, current.Policies, snapshot.Count);
        var found = attribution.Search(table);
        _proposals.Add(found, group, snapshot.Now, learned.Has, insidePolicies: false);
        AttributionTable? inside = null;
        if (!table.Explained.IsEmpty)
        {
            inside = table.Inside(explanations.Scopes);
            found = [.. found, .. attribution.Search(inside)];
            _proposals.Add(found, group, snapshot.Now, learned.Has, insidePolicies: true);
        }

        Note(found, group, snapshot.Now);
        return Confirm(group, found, table, inside, current);
    }

    private IEnumerable<PolicyWrite> Confirm(
        ClusterGroup group, IReadOnlyList<Finding> found, AttributionTable table, AttributionTable? inside, GatewayOptions current)
    {
        foreach (var proposal in _proposals.TakeConfirmed(group, found, table, inside, current.Attribution))
        {
            var scope = proposal.Finding.Scope;
            if (!learned.HasRoomFor(scope, _onTheWay, current.Policies.MaxLearned))
            {
                metrics.NoRoom();
                logger.Full(learned.Count, scope.Text);
            }
            else if (!learned.Has(scope))
            {
                _onTheWay.Add(scope);
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

    /// <summary>
    /// Groups wordings that lean towards the same scope: one fault said in several ways, which together reach the gates sooner and
    /// share one policy.
    /// </summary>
    private ClusterGroup[] GroupsOf(IReadOnlyList<Wording> active, TableSnapshot snapshot, Attribution attribution, GatewayOptions current)
    {
        if (active.Count == 1)
        {
            return [new ClusterGroup(active)];
        }

        var minimum = current.Clustering.MinimumEvents;
        var recent = snapshot.RowsWithin(LeaningWindow);
        var tables = active.Select(wording => (Wording: wording, Table: TableOf(wording, snapshot, current.Policies, recent))).ToArray();
        snapshot.Index(tables.SelectMany(t => EvidenceGrid.TellingValues(t.Table, current.Policies.NeverActOn, minimum)));
        var waiting = tables
            .GroupBy(
                t => attribution.Leaning(t.Table, minimum)?.Text ?? t.Wording.Key.ToString(),
                t => t.Wording,
                StringComparer.Ordinal)
            .OrderBy(g => g.Min(w => _activities.TryGet(w.Key, out var activity) ? activity.LastSearch : snapshot.Now))
            .ToArray();

        // Whoever fails with many texts of its own must not make those wait who fail with the same.
        var shared = waiting.Where(g => g.Any(w => _activities.TryGet(w.Key, out var activity) && activity.Voters > 1));
        return [.. shared.Take(SharedPerEvaluation).Union(waiting).Take(GroupsPerEvaluation).Select(g => new ClusterGroup([.. g]))];
    }

    /// <summary>
    /// A cluster whose failures lie in the scope of a live policy is another wording of the same fault: the policy stands for it too.
    /// </summary>
    private void JoinPolicies(IReadOnlyList<Wording> active, TableSnapshot snapshot, GatewayOptions current, List<PolicyWrite> writes)
    {
        foreach (var cluster in active.Select(w => w.Cluster).DistinctBy(c => c.Id))
        {
            var write = learned.ToJoin(
                cluster,
                snapshot,
                _activities.CurrentId,
                voter => _standings.WeightOf(voter, snapshot.Now),
                current.Attribution.Principals);
            if (write is not null && IsFirstFor(write, writes))
            {
                logger.Joined(write.Policy.Id, cluster.Id);
                writes.Add(write);
            }
        }
    }

    private bool IsMuted(string clusterId) => clusters.GetCluster(clusterId) is { IsMuted: true };

    /// <summary>Whether anything may ever follow from a cluster; says why not to those who look at it.</summary>
    private bool MayAct(ErrorCluster cluster, PoliciesOptions policies)
    {
        var never = OutcomeMeanings.IsNeverActedOn(cluster.UpstreamStatus, policies.NeverActOn);
        if (!cluster.Enforceable || never)
        {
            findings.Set(cluster.Id, cluster.Enforceable ? FindingStatus.Observed : FindingStatus.Watching, [], []);
            return false;
        }

        return true;
    }

    /// <summary>One write a policy and evaluation: a second one would carry a revision that the first has made stale.</summary>
    private static bool IsFirstFor(PolicyWrite write, List<PolicyWrite> writes) => writes.TrueForAll(w => w.Policy.Id != write.Policy.Id);

    private AttributionTable TableOf(Wording wording, TableSnapshot snapshot, PoliciesOptions policies, int rows)
    {
        var group = new ClusterGroup([wording]);
        return TableFor(group, snapshot, learned.ExplanationsOf(group), policies, rows);
    }

    private AttributionTable TableFor(
        ClusterGroup group, TableSnapshot snapshot, Explanations explanations, PoliciesOptions policies, int rows) => new(
        snapshot,
        group,
        explanations,
        policies.NeverActOn,
        group.Keys.Min(k => _activities.TryGet(k, out var activity) ? activity.Onset : snapshot.Now),
        rows);

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
            _attribution = new Attribution(current.Attribution, current.Policies, current.Breaker.FailureThreshold, _standings);
            _attributionOptions = current;
        }

        return _attribution;
    }

    private void Forget(DateTimeOffset now)
    {
        _standings.Forget(now);
        foreach (var cluster in _activities.Forget(now - LongestHorizon))
        {
            findings.Remove(cluster);
        }

        _proposals.Forget(now - Horizon);
    }
}
