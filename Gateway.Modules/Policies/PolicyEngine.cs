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
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestHorizon = TimeSpan.FromMinutes(10);

    private readonly OutcomeTable _table = new(options.CurrentValue.Attribution.ReservoirSize, options.CurrentValue.Attribution.MaxBytes);
    private readonly WordingActivities _activities = new(clusters);
    private readonly VoterStandings _standings = new();
    private readonly HealthyRate _healthy = new();
    private readonly List<Scope> _onTheWay = [];
    private readonly Proposals _proposals = new(logger);
    private Attribution? _attribution;
    private Widening? _widening;
    private ClusterGroups? _groups;
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
        _healthy.Advance(now);
        foreach (var row in _table.TakeArrived())
        {
            Observe(row, current.Policies.NeverActOn);
        }

        foreach (var policy in learned.Expire(now))
        {
            logger.Expired(policy.Id, policy.Scope.Text);
        }

        var writes = new List<PolicyWrite>(learned.WithoutMuted(IsMuted));
        var budget = new FalseKillBudget(
            current.Policies,
            _healthy.PerSecond,
            learned.All.Sum(policy => policy.NamesPrincipal ? 0 : policy.ExpectedFalseKillsPerSecond));
        AddFirst(writes, learned.TooCostly(budget, current.Policies.Lifetime));
        AddFirst(writes, learned.Renewals(now, current.Policies.Lifetime));
        if (current.Policies.Mode != PolicyMode.Disabled && (_proposals.Count > 0 || _activities.AnyChanged))
        {
            Learn(now, current, budget, writes);
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

        if (row.MeaningFor(sameCause: false, callersFault: false, neverActOn) == OutcomeMeaning.Success)
        {
            _healthy.Add(row.Weight);
        }

        learned.Observe(row, _activities.CurrentId, neverActOn);
    }

    private void Learn(DateTimeOffset now, GatewayOptions current, FalseKillBudget affordable, List<PolicyWrite> writes)
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
        foreach (var group in Groups.Of(active, snapshot, attribution, current))
        {
            if (budget.IsSpent)
            {
                break;
            }

            AddFirst(writes, Search(group, snapshot, attribution, affordable, current));
        }

        if (budget.IsSpent)
        {
            metrics.CutShort();
        }

        attribution.Forget(now - Horizon);
    }

    private IEnumerable<PolicyWrite> Search(
        ClusterGroup group, TableSnapshot snapshot, Attribution attribution, FalseKillBudget affordable, GatewayOptions current)
    {
        var explanations = learned.ExplanationsOf(group);
        var table = Groups.TableFor(group, snapshot, explanations, current.Policies, snapshot.Count);
        var found = attribution.Search(table, affordable);
        _proposals.Add(found, group, snapshot.Now, learned.IsTaken, insidePolicies: false);
        AttributionTable? inside = null;
        if (!table.Explained.IsEmpty)
        {
            inside = table.Inside(explanations.Scopes);
            found = [.. found, .. attribution.Search(inside, affordable)];
            _proposals.Add(found, group, snapshot.Now, learned.IsTaken, insidePolicies: true);
        }

        Note(found, group, snapshot.Now);

        // What is wider comes first: then what lies in it is not needed any more.
        return
        [
            .. Widen(group, table, affordable, current),
            .. _proposals.TakeConfirmed(group, found, table, inside, current.Attribution)
                .SelectMany(proposal => Enact(proposal.Finding, group, affordable, current)),
        ];
    }

    private List<PolicyWrite> Enact(Finding finding, ClusterGroup group, FalseKillBudget affordable, GatewayOptions current)
    {
        if (learned.IsTaken(finding) || _onTheWay.Exists(finding.Scope.LiesIn) || !affordable.Allows(finding))
        {
            return [];
        }

        if (!learned.HasRoomFor(finding.Scope, _onTheWay, current.Policies.MaxLearned))
        {
            metrics.NoRoom();
            logger.Full(learned.Count, finding.Scope.Text);
            return [];
        }

        _onTheWay.Add(finding.Scope);
        affordable.Spend(finding);
        var write = learned.Enact(finding, group, current.Policies);
        return [write, .. learned.ReplacedBy(write.Policy)];
    }

    private IEnumerable<PolicyWrite> Widen(ClusterGroup group, AttributionTable table, FalseKillBudget affordable, GatewayOptions current)
    {
        foreach (var policy in learned.All.Where(policy => group.Clusters.Any(cluster => policy.Names(cluster.Id))).ToArray())
        {
            if (_widening!.Of(policy, table) is { } wider && Enact(wider, group, affordable, current) is { Count: > 0 } writes)
            {
                logger.Widened(policy.Policy.Scope.Text, policy.Policy.Id, wider.Scope.Text);
                foreach (var write in writes)
                {
                    yield return write;
                }
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
    /// A cluster whose failures lie in the scope of a live policy is another wording of the same fault: the policy stands for it too.
    /// </summary>
    private void JoinPolicies(IReadOnlyList<Wording> active, TableSnapshot snapshot, GatewayOptions current, List<PolicyWrite> writes)
    {
        foreach (var cluster in active.Select(w => w.Cluster).DistinctBy(c => c.Id))
        {
            var write = Joining.Of(
                cluster,
                learned.All,
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

    private static void AddFirst(List<PolicyWrite> writes, IEnumerable<PolicyWrite> more)
    {
        foreach (var write in more)
        {
            if (write.IsWithdrawn)
            {
                writes.RemoveAll(w => w.Policy.Id == write.Policy.Id);
            }

            if (IsFirstFor(write, writes))
            {
                writes.Add(write);
            }
        }
    }

    private DateTimeOffset OldestRow(DateTimeOffset now)
    {
        var onset = _activities.EarliestOnset(now, Horizon);
        var oldest = onset < now - Horizon ? onset : now - Horizon;
        return oldest > now - LongestHorizon ? oldest : now - LongestHorizon;
    }

    private ClusterGroups Groups => _groups ??= new ClusterGroups(_activities, learned);

    private Attribution AttributionFor(GatewayOptions current)
    {
        if (_attribution is null || !ReferenceEquals(_attributionOptions, current))
        {
            _attribution = new Attribution(current.Attribution, current.Policies, current.Breaker.FailureThreshold, _standings);
            _widening = new Widening(current.Attribution, current.Policies, _standings);
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
