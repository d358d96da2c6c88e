using System.Collections.Immutable;
using System.Globalization;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Whether a fault reaches beyond the scope of an open breaker: a test too many, since few requests had been seen, or a cut too tight.
/// What a wider scope adds must have failed since the policy was made, which is fresh evidence: at least <see cref="LeastFailures"/> times
/// within one of the <see cref="Windows"/>, at the share that the action asks for, for enough principals, and otherwise than the rest. It
/// must be seen, too: what other policies refuse says nothing.
/// </summary>
internal sealed class Widening(AttributionOptions options, PoliciesOptions policies, VoterStandings standings)
{
    private const int LeastFailures = 5;

    /// <summary>A cut comes down to an eighth at most: three powers of two.</summary>
    private const int MostLower = 8;

    private static readonly ImmutableArray<TimeSpan> Windows = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(1);

    private readonly PrincipalQuorum _quorum = new(options, standings);

    /// <summary>The least wider scope for which there is evidence; null where there is none.</summary>
    public Finding? Of(LearnedPolicy policy, AttributionTable table)
    {
        if (table.Failed.IsEmpty || !policy.IsRefusing || policy.Policy is not { Action: PolicyAction.Break, Mode: PolicyMode.Enforce })
        {
            return null;
        }

        return (
            from wider in WiderThan(policy, table)
            from window in Windows
            select Check(policy, wider, table, window)).FirstOrDefault(finding => finding is not null);
    }

    private static IEnumerable<Scope> WiderThan(LearnedPolicy policy, AttributionTable table)
    {
        var tests = policy.Policy.Scope.Tests;
        foreach (var test in tests.Where(t => t.Operator == TestOperator.AtLeast))
        {
            if (LowerCut(test, new ScopeTests(new Scope(tests.Remove(test)), policy.Policy.Upstream), table) is { } lower)
            {
                yield return new Scope(tests.Replace(test, lower));
            }
        }

        foreach (var test in tests.Length > 1 ? tests : [])
        {
            yield return new Scope(tests.Remove(test));
        }
    }

    /// <summary>The cut from which on failures of the slice below the old one outweigh its successes most.</summary>
    private static DimensionTest? LowerCut(DimensionTest test, ScopeTests others, AttributionTable table)
    {
        var cut = long.Parse(test.Value, CultureInfo.InvariantCulture);
        var slice = new List<(long Bytes, bool Failed)>();
        for (var i = 0; i < Math.Min(table.Length, table.Snapshot.RowsWithin(Windows[^1])); i++)
        {
            var row = table.Rows[i];
            if (row.BodyBytes < cut && row.BodyBytes >= cut / MostLower && table.FailedAt(i) is { } failed && others.Match(row))
            {
                slice.Add((row.BodyBytes, failed));
            }
        }

        var (sum, best, lower) = (0, 0, cut);
        foreach (var (bytes, failed) in slice.OrderByDescending(s => s.Bytes).ThenBy(s => s.Failed))
        {
            sum += failed ? 1 : -3;
            (best, lower) = sum > best ? (sum, bytes) : (best, lower);
        }

        return lower < cut ? test with { Value = lower.ToString(CultureInfo.InvariantCulture) } : null;
    }

    private Finding? Check(LearnedPolicy policy, Scope wider, AttributionTable table, TimeSpan window)
    {
        var verdict = RuleBook.Decide(table.Group, wider, policies);
        if (verdict is not { Action: PolicyAction.Break, Mode: PolicyMode.Enforce })
        {
            return null;
        }

        var tests = new ScopeTests(wider, policy.Policy.Upstream);
        var rows = Math.Min(table.Length, table.Snapshot.RowsWithin(window));
        var bound = AttributionGates.BoundOf(table.Group, wider, verdict.Action, options);
        var slice = new Slice(policy, tests, table, rows);
        if (!slice.Fails(bound) || Voters(policy, wider, tests, table, new(verdict, bound, rows)) is not { } principals)
        {
            return null;
        }

        var count = CountOf(policy.Policy.Evidence);
        count.Add(slice.Added);

        // A few failures without a success do not say that there is none.
        count.Add(ScopeCount.Of(failed: false, 1));
        return new Finding(
            wider, verdict, bound, window, count, count.Lower(WilsonInterval.OneSided95), slice.Ratio, Coverage: 1, principals,
            policy.Policy.RequestsPerSecond + (slice.Arrivals / window.TotalSeconds))
        {
            Upstream = policy.Policy.Upstream,
        };
    }

    /// <summary>The principals that fail in what is added, if they carry it; those that have been silent lately have their say.</summary>
    private int? Voters(LearnedPolicy policy, Scope wider, ScopeTests tests, AttributionTable table, Gate gate)
    {
        var added = new RowSet(table.Snapshot.Count);
        for (var i = 0; i < Math.Min(table.Length, table.Snapshot.RowsWithin(Silent)); i++)
        {
            if (tests.Match(table.Rows[i]) && !policy.Explanation.Explains(table.Rows[i]))
            {
                added.Add(i);
            }
        }

        table.Snapshot.Budget.Spend(4L * table.Length);
        var candidate = new Candidate(
            0, default(ScopeRows).And(added), wider, policy.Policy.Upstream, gate.Verdict, gate.Bound, [], 0);
        return _quorum.Count(table, candidate, gate.Rows);
    }

    /// <summary>What the policy was learned from, each request by itself.</summary>
    private static ScopeCount CountOf(Evidence? evidence)
    {
        var (failed, succeeded) = evidence is null ? (0, 0) : (evidence.Failed, evidence.Matched - evidence.Failed);
        return new ScopeCount
        {
            Failures = (int)failed,
            Successes = (int)succeeded,
            FailedWeight = failed,
            SucceededWeight = succeeded,
            SquaredWeight = failed + succeeded,
        };
    }

    private readonly record struct Gate(RuleVerdict Verdict, double Bound, int Rows);

    /// <summary>What a wider scope adds to a policy's, and what lies outside both, of late.</summary>
    private readonly struct Slice
    {
        public readonly ScopeCount Added;
        public readonly ScopeCount Rest;
        public readonly double Arrivals;
        public readonly double Refused;

        public Slice(LearnedPolicy policy, ScopeTests wider, AttributionTable table, int rows)
        {
            for (var i = 0; i < rows; i++)
            {
                var row = table.Rows[i];
                if (row.At <= policy.TakenAt || policy.Explanation.Explains(row))
                {
                    continue;
                }

                var isAdded = wider.Match(row);
                Arrivals += isAdded ? row.Weight : 0;
                Refused += isAdded && row.Outcome == RequestOutcome.Refused ? row.Weight : 0;
                if (table.FailedAt(i) is { } failed)
                {
                    (isAdded ? ref Added : ref Rest).Add(ScopeCount.Of(failed, row.Weight));
                }
            }

            table.Snapshot.Budget.Spend(4L * rows);
        }

        /// <summary>P(fail) in what is added over P(fail) in the rest.</summary>
        public double Ratio => RiskRatio.Between(Added, Rest);

        public bool Fails(double bound) =>
            Added.Failures >= LeastFailures && Added.FailureShare >= bound && 2 * Refused <= Arrivals
            && Surroundings.Differ(Added, Rest.FailureShare);
    }
}
