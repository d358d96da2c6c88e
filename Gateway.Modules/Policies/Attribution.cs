using System.Collections.Immutable;
using System.Numerics;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>
/// Finds the scopes that lead to a group of error clusters.
/// <para>
/// Windows of 0.5 to 60 s and since the onset are tried from short to long and the first one with a passing scope is used: a long
/// healthy past must not hide a fresh fault. A shorter window rejects a scope only by evidence (upper bound below the gate), never
/// for lack of it. Candidates are conjunctions of values that occur in the failures (a-priori search over at most 64 frequent
/// values). A candidate is worth what refusing it would save less what it would cost, F - b/(1-b) S, so that neither the parent
/// of the true scope nor a fragment of it wins; equals go to the smallest footprint, then the fewest tests, then the order of
/// dimensions. Scopes are taken greedily until too few failures are left, and each must fail at least <c>RiskRatio</c> times as
/// often as what lies outside all of them together.
/// </para>
/// Source: the gates and their constants come from a simulation of this loop; the search follows MacroBase (Bailis et al. 2017),
/// whose risk ratio finds here but does not license.
/// </summary>
internal sealed class Attribution(AttributionOptions options, PoliciesOptions policies, int failureThreshold)
{
    /// <summary>P(fail) outside is never taken for less: an outside without one failure is not infinitely better.</summary>
    private const double RiskFloor = 0.01;

    /// <summary>Least outcomes with which any comparison is made.</summary>
    private const int LeastBaseline = 5;

    private static readonly ImmutableArray<TimeSpan> FixedWindows =
    [
        TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60),
    ];

    /// <summary>When each scope first had enough failures, and when it last had, by its text.</summary>
    private readonly Dictionary<string, (DateTimeOffset First, DateTimeOffset Last)> _reached = new(StringComparer.Ordinal);

    /// <summary>The scopes that pass every gate but fresh confirmation; empty when the cause is not observed.</summary>
    public IReadOnlyList<Finding> Search(AttributionTable table)
    {
        var grid = EvidenceGrid.Build(table.Rows, table.Failed, WindowsFor(table), table.Now, failureThreshold);
        var candidates = CandidatesIn(grid, table, failureThreshold);
        for (var window = 0; window < grid.Windows.Length; window++)
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
        var grid = EvidenceGrid.Build(table.Rows, table.Failed, WindowsFor(table), table.Now, minimumFailures);
        var candidates = CandidatesIn(grid, table, minimumFailures);
        var last = grid.Windows.IndexOf(OnsetWindow(table));
        return candidates
            .Select(c => new Ranked(c, grid.CountsOf(c.Mask)[last]))
            .Where(r => r.Score > 0 && r.Count.Failures >= minimumFailures)
            .Order(Ranked.BestFirst)
            .FirstOrDefault()?.Candidate.Scope;
    }

    /// <summary>Forgets scopes that have not failed enough lately, so that the memory stays bounded.</summary>
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

    private static TimeSpan OnsetWindow(AttributionTable table)
    {
        var sinceOnset = table.Now - table.Onset + TimeSpan.FromMilliseconds(1);
        return sinceOnset < FixedWindows[0] ? FixedWindows[0] : sinceOnset;
    }

    private static ImmutableArray<TimeSpan> WindowsFor(AttributionTable table) =>
        [.. FixedWindows.Append(OnsetWindow(table)).Distinct().Order()];

    private List<Finding> SearchWindow(EvidenceGrid grid, AttributionTable table, List<Candidate> candidates, int window)
    {
        var chosen = new List<(Candidate Candidate, Finding Finding)>();
        var covered = new List<ulong>();
        while (Best(grid, table, candidates, window, covered) is { } best)
        {
            chosen.Add(best);
            covered.Add(best.Candidate.Mask);
        }

        var findings = new List<Finding>(chosen.Count);
        foreach (var (candidate, finding) in chosen)
        {
            if (RiskRatioOf(finding, candidate, grid, table, covered, window) is { } ratio && ratio >= options.RiskRatio)
            {
                findings.Add(finding with { RiskRatio = ratio });
            }
        }

        return findings;
    }

    private (Candidate Candidate, Finding Finding)? Best(
        EvidenceGrid grid, AttributionTable table, List<Candidate> candidates, int window, List<ulong> covered)
    {
        var ranked = new List<Ranked>();
        foreach (var candidate in candidates)
        {
            var counts = grid.CountsOf(candidate.Mask, covered);
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
        var reached = _reached.TryGetValue(candidate.Scope.Text, out var at) ? at.First : table.Now;
        _reached[candidate.Scope.Text] = (reached, table.Now);
        var lower = count.Lower(AttributionGates.ConfidenceOf(table.Group, table.Now - reached));
        if (lower < candidate.Bound || candidate.ExpectedFalseKills(count, grid) > policies.MaxFalseKillRate)
        {
            return null;
        }

        var oldest = table.Now - grid.Windows[window];
        var votes = from row in table.Rows
                    where row.At >= oldest && (grid.MaskOf(row) & candidate.Mask) == candidate.Mask
                    let failed = table.Failed(row)
                    where failed is not null
                    select (row.Voter, failed.Value);
        if (AttributionGates.CountVotes(votes, candidate.Scope, candidate.Bound, options) is not { } principals)
        {
            return null;
        }

        var allFailures = grid.Totals[window].FailedWeight;
        return new Finding(
            candidate.Scope, candidate.Verdict, candidate.Bound, grid.Windows[window], count, lower,
            RiskRatio: 0, allFailures <= 0 ? 0 : count.FailedWeight / allFailures, principals,
            candidate.Footprint / Math.Min(grid.Windows[^1].TotalSeconds, Math.Max(1, (table.Now - table.Rows[^1].At).TotalSeconds)));
    }

    /// <summary>
    /// P(fail) inside over P(fail) outside the union of the chosen scopes: the rest of the same upstream; where too little is
    /// there, all other upstreams; else the scope itself before the cluster's first error. Null when there is nothing to compare with.
    /// </summary>
    private double? RiskRatioOf(
        Finding finding, Candidate candidate, EvidenceGrid grid, AttributionTable table, List<ulong> union, int window)
    {
        var oldest = table.Now - grid.Windows[window];
        var upstreams = new HashSet<string>(StringComparer.Ordinal);
        ScopeCount sameUpstream = default, elsewhere = default, before = default;
        foreach (var row in table.Rows)
        {
            if (table.Failed(row) == true && (grid.MaskOf(row) & candidate.Mask) == candidate.Mask)
            {
                upstreams.Add(row.Upstream);
            }
        }

        foreach (var row in table.Rows)
        {
            if (table.Failed(row) is not { } failed)
            {
                continue;
            }

            var one = ScopeCount.Of(failed, row.Weight);
            var mask = grid.MaskOf(row);
            if (row.At < table.Onset && (mask & candidate.Mask) == candidate.Mask)
            {
                before.Add(one);
            }

            if (row.At >= oldest && !union.Any(u => (mask & u) == u))
            {
                (upstreams.Contains(row.Upstream) ? ref sameUpstream : ref elsewhere).Add(one);
            }
        }

        var outside = sameUpstream.Total >= options.BaselineOutcomes ? sameUpstream
            : elsewhere.Total >= options.BaselineOutcomes && !candidate.Scope.Names(DimensionNames.Destination) ? elsewhere
            : before.Total >= LeastBaseline ? before
            : sameUpstream;
        return outside.Total >= LeastBaseline ? finding.Count.FailureShare / Math.Max(RiskFloor, outside.FailureShare) : null;
    }

    private List<Candidate> CandidatesIn(EvidenceGrid grid, AttributionTable table, int minimumFailures)
    {
        var failures = new Dictionary<ulong, int>();
        foreach (var (mask, count) in grid.FailingCombinations())
        {
            AddSubsets(failures, mask, count, 0, options.MaxTests);
        }

        var choice = new DestinationChoice(table.Rows);
        var candidates = new List<Candidate>();
        foreach (var (mask, count) in failures)
        {
            if (count < minimumFailures)
            {
                continue;
            }

            var scope = grid.ScopeOf(mask);
            if (scope.Names(DimensionNames.Destination) && (scope.Tests.Length > 1 || !choice.Exists))
            {
                continue;
            }

            var verdict = RuleBook.Decide(table.Group, scope, policies);
            var bound = AttributionGates.BoundOf(table.Group, scope, verdict.Action, options);
            candidates.Add(new Candidate(mask, scope, verdict, bound, grid.FootprintOf(mask)));
        }

        return candidates;
    }

    private static void AddSubsets(Dictionary<ulong, int> failures, ulong from, int count, ulong chosen, int left)
    {
        for (var rest = from; rest != 0 && left > 0; rest &= rest - 1)
        {
            var bit = 1UL << BitOperations.TrailingZeroCount(rest);
            var subset = chosen | bit;
            failures[subset] = failures.GetValueOrDefault(subset) + count;
            AddSubsets(failures, rest & (rest - 1), count, subset, left - 1);
        }
    }
}
