using System.Collections.Immutable;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Finds the scopes that lead to a group of error clusters.
/// <para>
/// Windows of 0.5 to 60 s and since the onset are tried from short to long and the first one with a passing scope is used: a long
/// healthy past must not hide a fresh fault. A shorter window rejects a scope only by evidence (upper bound below the gate), never
/// for lack of it. Candidates are conjunctions of values that occur in the failures (a-priori search over the values that
/// tell most). A candidate is worth what refusing it would save less what it would cost, F - b/(1-b) S, so that neither the parent
/// of the true scope nor a fragment of it wins; equals go to the smallest footprint, then the fewest tests, then the order of
/// dimensions. Scopes are taken greedily until too few failures are left, and each must fail at least <c>RiskRatio</c> times as
/// often as what lies outside all of them together.
/// </para>
/// <para>
/// Among what a live policy explains only scopes that name a principal are looked for, against the others in that policy's scope: the
/// last one that goes on failing gets a policy of its own. What is done is charged to the evaluation's <see cref="WorkBudget"/>.
/// </para>
/// Source: the gates and their constants come from a simulation of this loop; the search follows MacroBase (Bailis et al. 2017),
/// whose risk ratio finds here but does not license.
/// </summary>
internal sealed class Attribution(
    AttributionOptions options, PoliciesOptions policies, int failureThreshold, VoterStandings standings)
{
    /// <summary>P(fail) outside is never taken for less: an outside without one failure is not infinitely better.</summary>
    private const double RiskFloor = 0.01;

    /// <summary>Least outcomes with which any comparison is made.</summary>
    private const int LeastBaseline = 5;

    /// <summary>
    /// Scopes whose first reaching of the threshold is remembered; beyond, a scope counts as looked at for the first time.
    /// </summary>
    private const int MostRemembered = 4096;

    private static readonly ImmutableArray<TimeSpan> FixedWindows =
    [
        TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60),
    ];

    private readonly PrincipalQuorum _quorum = new(options, standings);

    /// <summary>When each scope first had enough failures, and when it last had, by its text.</summary>
    private readonly Dictionary<string, (DateTimeOffset First, DateTimeOffset Last)> _reached = new(StringComparer.Ordinal);

    /// <summary>The scopes that pass every gate but fresh confirmation; empty when the cause is not observed.</summary>
    public IReadOnlyList<Finding> Search(AttributionTable table)
    {
        var grid = EvidenceGrid.Build(table, WindowsFor(table), policies.NeverActOn, failureThreshold);
        var candidates = CandidatesIn(grid, table, options.MaxTests, failureThreshold);
        for (var window = 0; window < grid.Windows.Length && !table.Snapshot.Budget.IsSpent; window++)
        {
            var found = SearchWindow(grid, table, candidates, window);
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>
    /// The scope a cluster would propose if evidence were plentiful, for telling whether two clusters are one fault in several
    /// wordings; null when nothing stands out.
    /// </summary>
    public Scope? Leaning(AttributionTable table, int minimumFailures)
    {
        var grid = EvidenceGrid.Build(table, [SinceOnset(table)], policies.NeverActOn, minimumFailures);
        return CandidatesIn(grid, table, options.MaxTests, minimumFailures)
            .Select(c => new Ranked(c, grid.CountsOf(c.Rows, null)[0]))
            .Where(r => r.Score > 0 && r.Count.Failures >= minimumFailures)
            .Order(Ranked.BestFirst)
            .FirstOrDefault()?.Candidate.Scope;
    }

    /// <summary>Forgets scopes that have not failed enough lately.</summary>
    public void Forget(DateTimeOffset before)
    {
        foreach (var (scope, at) in _reached)
        {
            if (at.Last < before)
            {
                _reached.Remove(scope);
            }
        }
    }

    private static ImmutableArray<TimeSpan> WindowsFor(AttributionTable table) =>
        [.. FixedWindows.Append(SinceOnset(table)).Distinct().Order()];

    private static TimeSpan SinceOnset(AttributionTable table)
    {
        var sinceOnset = table.Now - table.Onset + TimeSpan.FromMilliseconds(1);
        return sinceOnset < FixedWindows[0] ? FixedWindows[0] : sinceOnset;
    }

    private List<Finding> SearchWindow(EvidenceGrid grid, AttributionTable table, List<Candidate> candidates, int window)
    {
        var chosen = new List<(Candidate Candidate, Finding Finding)>();
        var covered = new RowSet(table.Snapshot.Count);
        while (Best(grid, table, candidates, window, covered) is { } best)
        {
            chosen.Add(best);
            Cover(covered, best.Candidate.Rows);
        }

        var findings = new List<Finding>(chosen.Count);
        foreach (var (candidate, finding) in chosen)
        {
            if (RiskRatioOf(finding, candidate, table, covered, grid.RowsIn(window)) is { } ratio && ratio >= options.RiskRatio)
            {
                findings.Add(finding with { RiskRatio = ratio });
            }
        }

        return findings;
    }

    private static void Cover(RowSet covered, ScopeRows scope)
    {
        for (var word = 0; word < covered.Words.Length; word++)
        {
            covered.Words[word] |= scope.WordAt(word);
        }
    }

    private (Candidate Candidate, Finding Finding)? Best(
        EvidenceGrid grid, AttributionTable table, List<Candidate> candidates, int window, RowSet covered)
    {
        var ranked = new List<Ranked>();
        foreach (var candidate in candidates)
        {
            if (table.Snapshot.Budget.IsSpent)
            {
                return null;
            }

            var counts = grid.CountsOf(candidate.Rows, covered);
            if (counts[window].Failures >= failureThreshold && !RejectedByShorter(counts, window, candidate.Bound))
            {
                ranked.Add(new Ranked(candidate, counts[window]));
            }
        }

        ranked.Sort(Ranked.BestFirst);
        foreach (var item in ranked)
        {
            if (item.Score > 0 && PassGates(item, grid, table, window) is { } finding)
            {
                return (item.Candidate, finding);
            }
        }

        return null;
    }

    private static bool RejectedByShorter(ScopeCount[] counts, int window, double bound)
    {
        for (var shorter = 0; shorter < window; shorter++)
        {
            if (counts[shorter].Upper(WilsonInterval.OneSided95) < bound)
            {
                return true;
            }
        }

        return false;
    }

    private Finding? PassGates(Ranked item, EvidenceGrid grid, AttributionTable table, int window)
    {
        var (candidate, count) = (item.Candidate, item.Count);
        var lower = count.Lower(AttributionGates.ConfidenceOf(table.Group, table.Now - ReachedAt(candidate.Scope, table.Now)));
        if (lower < candidate.Bound
            || candidate.ExpectedFalseKills(count, grid) > policies.MaxFalseKillRate
            || _quorum.Count(table, candidate, grid.RowsIn(window)) is not { } principals)
        {
            return null;
        }

        var allFailures = grid.Totals[window].FailedWeight;
        return new Finding(
            candidate.Scope, candidate.Verdict, candidate.Bound, grid.Windows[window], count, lower,
            RiskRatio: 0, allFailures <= 0 ? 0 : count.FailedWeight / allFailures, principals,
            candidate.Footprint / Math.Min(grid.Windows[^1].TotalSeconds, Math.Max(1, (table.Now - table.Rows[^1].At).TotalSeconds)));
    }

    private DateTimeOffset ReachedAt(Scope scope, DateTimeOffset now)
    {
        var known = _reached.TryGetValue(scope.Text, out var at);
        var first = known ? at.First : now;
        if (known || _reached.Count < MostRemembered)
        {
            _reached[scope.Text] = (first, now);
        }

        return first;
    }

    /// <summary>
    /// P(fail) inside over P(fail) outside the union of the chosen scopes: the rest of the same upstream; where too little is
    /// there, all other upstreams; else the scope itself before the cluster's first error. Null when there is nothing to compare with.
    /// </summary>
    private double? RiskRatioOf(Finding finding, Candidate candidate, AttributionTable table, RowSet union, int rows)
    {
        var upstreams = UpstreamsOf(candidate, table);
        ScopeCount sameUpstream = default, elsewhere = default, before = default;
        for (var i = 0; i < table.Length; i++)
        {
            if (table.FailedAt(i) is not { } failed)
            {
                continue;
            }

            var row = table.Rows[i];
            if (row.At < table.Onset && candidate.Rows.Contains(i))
            {
                before.Add(ScopeCount.Of(failed, row.Weight));
            }

            if (i < rows && !union.Contains(i))
            {
                (upstreams.Contains(row.Upstream) ? ref sameUpstream : ref elsewhere).Add(ScopeCount.Of(failed, row.Weight));
            }
        }

        table.Snapshot.Budget.Spend(4L * table.Length);
        var outside = sameUpstream.Total >= options.BaselineOutcomes || table.IsInsidePolicies ? sameUpstream
            : elsewhere.Total >= options.BaselineOutcomes && !candidate.Scope.Names(DimensionNames.Destination) ? elsewhere
            : before.Total >= LeastBaseline ? before
            : sameUpstream;
        return outside.Total >= LeastBaseline ? finding.Count.FailureShare / Math.Max(RiskFloor, outside.FailureShare) : null;
    }

    private static HashSet<string> UpstreamsOf(Candidate candidate, AttributionTable table)
    {
        var upstreams = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < table.Length; i++)
        {
            if (table.Failed.Contains(i) && candidate.Rows.Contains(i))
            {
                upstreams.Add(table.Rows[i].Upstream);
            }
        }

        return upstreams;
    }

    private List<Candidate> CandidatesIn(EvidenceGrid grid, AttributionTable table, int mostTests, int minimumFailures)
    {
        var candidates = new List<Candidate>();
        foreach (var mask in grid.FrequentScopes(mostTests, minimumFailures))
        {
            var scope = grid.ScopeOf(mask);
            if (scope.Names(DimensionNames.Destination) && (scope.Tests.Length > 1 || !table.Snapshot.HasDestinationChoice))
            {
                continue;
            }

            if (table.IsInsidePolicies && !scope.Names(DimensionNames.Principal))
            {
                continue;
            }

            var rows = grid.RowsOf(mask);
            var verdict = RuleBook.Decide(table.Group, scope, policies);
            var bound = AttributionGates.BoundOf(table.Group, scope, verdict.Action, options);
            candidates.Add(new Candidate(rows, scope, verdict, bound, grid.FootprintOf(rows)));
        }

        return candidates;
    }
}
