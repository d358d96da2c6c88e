using System.Collections.Immutable;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Finds the scopes that lead to a group of error clusters.
/// <para>
/// Windows of 0.5 to 60 s and since the onset are tried from short to long and the first one with a passing scope is used: a long
/// healthy past must not hide a fresh fault. A shorter window rejects a scope only by evidence (upper bound below the gate), never
/// for lack of it. Candidates are conjunctions of values that occur in the failures and of learned cuts (a-priori search over the
/// values that tell most). A candidate is worth what refusing it would save less what it would cost, F - b/(1-b) S, so that neither the
/// parent of the true scope nor a fragment of it wins; <see cref="ScopeChoice"/> has the order among equals. Scopes are taken greedily
/// until too few failures are left. Each must fail at least <c>RiskRatio</c> times as often as what lies outside all of them together, and
/// otherwise than what lies around it (<see cref="Surroundings"/>). Bounds are Wilson's on weighted counts (<see cref="ScopeCount"/>).
/// </para>
/// <para>
/// What would cost the healthy more than the <see cref="FalseKillBudget"/> allows is found and observed; so is, where nothing else is
/// found, a scope that fails in at least half of the cases.
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
    /// <summary>P(fail) from which a scope is worth showing, though nothing follows.</summary>
    private const double ObservedBound = 0.5;

    /// <summary>Tests of a leaning: more would not tell wordings apart any better.</summary>
    private const int LeaningTests = 2;

    /// <summary>
    /// Scopes whose first reaching of the threshold is remembered; beyond, a scope counts as looked at for the first time.
    /// </summary>
    private const int MostRemembered = 4096;

    private static readonly ImmutableArray<TimeSpan> FixedWindows =
    [
        TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60),
    ];

    private readonly CandidateScopes _candidates = new(options, policies);
    private readonly PrincipalQuorum _quorum = new(options, standings);

    /// <summary>When each scope first had enough failures, and when it last had, by its identity.</summary>
    private readonly Dictionary<string, (DateTimeOffset First, DateTimeOffset Last)> _reached = new(StringComparer.Ordinal);

    /// <summary>The scopes that pass every gate but fresh confirmation; empty when the cause is not observed.</summary>
    public IReadOnlyList<Finding> Search(AttributionTable table, FalseKillBudget budget)
    {
        var grid = EvidenceGrid.Build(table, WindowsFor(table), policies.NeverActOn, failureThreshold, options.BreakBound);
        var candidates = _candidates.In(grid, table, options.MaxTests, failureThreshold);
        for (var window = 0; window < grid.Windows.Length && !table.Snapshot.Budget.IsSpent; window++)
        {
            var found = SearchWindow(grid, table, candidates, window, budget);
            if (found.Count > 0)
            {
                return found;
            }
        }

        var observed = candidates.ConvertAll(c => c with
        {
            Bound = Math.Min(c.Bound, ObservedBound),
            Verdict = new RuleVerdict(PolicyAction.Observe, c.Verdict.Mode),
        });
        return SearchWindow(grid, table, observed, grid.Windows.Length - 1, budget);
    }

    /// <summary>
    /// The scope a cluster would propose if evidence were plentiful, for telling whether two clusters are one fault in several
    /// wordings; null when nothing stands out.
    /// </summary>
    public string? Leaning(AttributionTable table, int minimumFailures)
    {
        var grid = EvidenceGrid.Build(table, [SinceOnset(table)], policies.NeverActOn, minimumFailures, options.BreakBound);
        Ranked[] ranked =
        [
            .. _candidates.In(grid, table, Math.Min(LeaningTests, options.MaxTests), minimumFailures)
                .Select(c => new Ranked(c, c.Counts[0]))
                .Where(r => r.Score > 0 && r.Count.Failures >= minimumFailures),
        ];
        return ScopeChoice.InOrder(ranked).FirstOrDefault() is { Candidate: var best } ? ScopeIdentity.Of(best.Scope, best.Upstream) : null;
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

    private List<Finding> SearchWindow(
        EvidenceGrid grid, AttributionTable table, List<Candidate> candidates, int window, FalseKillBudget budget)
    {
        var (chosen, costly) = (new List<Found>(), new List<Found>());
        var covered = new RowSet(table.Snapshot.Count);
        var eligible = candidates.FindAll(c => IsEligible(c, c.Counts, window));
        while (Best(grid, table, eligible, window, covered, budget, costly) is { } best)
        {
            chosen.Add(best);
            Cover(covered, best.Candidate.Rows);
            eligible.Remove(best.Candidate);
        }

        var findings = Compared(chosen);
        if (findings.Count > 0 || costly.Count == 0)
        {
            return findings;
        }

        // Nothing narrower explains it: it is shown, and nothing follows.
        var first = costly[0];
        Cover(covered, first.Candidate.Rows);
        return Compared([first with { Finding = first.Finding with { Verdict = new(PolicyAction.Observe, first.Finding.Verdict.Mode) } }]);

        List<Finding> Compared(List<Found> found) =>
        [
            .. from item in found
            let ratio = RiskRatio.Of(item.Finding, item.Candidate, table, covered, grid.RowsIn(window), options.BaselineOutcomes)
            where ratio >= options.RiskRatio && Surroundings.Differ(item.Candidate, item.Finding.Count, grid, covered, window)
            select item.Finding with { RiskRatio = ratio.Value },
        ];
    }

    /// <summary>Counts only shrink as more is covered: what is out at first stays out.</summary>
    private bool IsEligible(Candidate candidate, ScopeCount[] counts, int window) =>
        counts[window].Failures >= failureThreshold && candidate.ScoreOf(counts[window]) > 0
        && !RejectedByShorter(counts, window, candidate.Bound);

    private static void Cover(RowSet covered, ScopeRows scope)
    {
        for (var word = 0; word < covered.Words.Length; word++)
        {
            covered.Words[word] |= scope.WordAt(word);
        }
    }

    /// <param name="costly">Takes what passes and costs the healthy too much; something narrower is looked for then.</param>
    private Found? Best(
        EvidenceGrid grid, AttributionTable table, List<Candidate> eligible, int window, RowSet covered, FalseKillBudget budget,
        List<Found> costly)
    {
        var ranked = new List<Ranked>(eligible.Count);
        foreach (var candidate in eligible)
        {
            if (table.Snapshot.Budget.IsSpent)
            {
                return null;
            }

            var counts = covered.IsEmpty ? candidate.Counts : grid.CountsOf(candidate.Rows, covered);
            if (IsEligible(candidate, counts, window))
            {
                ranked.Add(new Ranked(candidate, counts[window]));
            }
        }

        foreach (var item in ScopeChoice.InOrder(ranked))
        {
            if (PassGates(item, grid, table, window) is not { } finding)
            {
                continue;
            }

            var found = new Found(item.Candidate, finding);
            if (budget.Allows(finding))
            {
                return found;
            }

            costly.Add(found);
            eligible.Remove(item.Candidate);
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
        var lower = count.Lower(AttributionGates.ConfidenceOf(table.Group, table.Now - ReachedAt(candidate, table.Now)));
        if (lower < candidate.Bound || _quorum.Count(table, candidate, grid.RowsIn(window)) is not { } principals)
        {
            return null;
        }

        var allFailures = grid.Totals[window].FailedWeight;
        return new Finding(
            candidate.Scope, candidate.Verdict, candidate.Bound, grid.Windows[window], count, lower,
            RiskRatio: 0, allFailures <= 0 ? 0 : count.FailedWeight / allFailures, principals,
            candidate.Footprint / Math.Min(grid.Windows[^1].TotalSeconds, Math.Max(1, (table.Now - table.Rows[^1].At).TotalSeconds)))
        {
            Upstream = candidate.Upstream,
        };
    }

    private DateTimeOffset ReachedAt(Candidate candidate, DateTimeOffset now)
    {
        var identity = ScopeIdentity.Of(candidate.Scope, candidate.Upstream);
        var known = _reached.TryGetValue(identity, out var at);
        var first = known ? at.First : now;
        if (known || _reached.Count < MostRemembered)
        {
            _reached[identity] = (first, now);
        }

        return first;
    }

    private sealed record Found(Candidate Candidate, Finding Finding);
}
