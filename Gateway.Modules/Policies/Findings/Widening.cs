using System.Globalization;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Whether a fault reaches beyond the scope of an open breaker: a test too many, since few requests had been seen, or a cut drawn too tight.
/// What a wider scope adds must have failed since the policy was made, which is fresh evidence: at least <see cref="LeastFailures"/> times
/// within <see cref="Lately"/>, at the share that the action asks for, for enough principals, and otherwise than the rest. It must be seen,
/// too: what other policies refuse says nothing.
/// </summary>
internal sealed class Widening(AttributionOptions options, PoliciesOptions policies, VoterStandings standings)
{
    private const int LeastFailures = 5;

    /// <summary>A cut comes down to an eighth at most: three powers of two.</summary>
    private const int MostLower = 8;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(1);

    private readonly PrincipalQuorum _quorum = new(options, standings);

    /// <summary>The least wider scope for which there is evidence; null where there is none.</summary>
    public Finding? Of(LearnedPolicy policy, AttributionTable table)
    {
        if (table.Failed.IsEmpty || !policy.IsRefusing || policy.Policy is not { Action: PolicyAction.Break, Mode: PolicyMode.Enforce })
        {
            return null;
        }

        return WiderThan(policy, table).Select(wider => Check(policy, wider, table)).FirstOrDefault(finding => finding is not null);
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
        for (var i = 0; i < Math.Min(table.Length, table.Snapshot.RowsWithin(Lately)); i++)
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

    private Finding? Check(LearnedPolicy policy, Scope wider, AttributionTable table)
    {
        var verdict = RuleBook.Decide(table.Group, wider, policies);
        if (verdict is not { Action: PolicyAction.Break, Mode: PolicyMode.Enforce })
        {
            return null;
        }

        var tests = new ScopeTests(wider, policy.Policy.Upstream);
        var rows = Math.Min(table.Length, table.Snapshot.RowsWithin(Lately));
        var bound = AttributionGates.BoundOf(table.Group, wider, verdict.Action, options);
        var slice = new Slice(policy, tests, table, rows);
        if (slice.Added.Failures < LeastFailures || slice.Added.FailureShare < bound || 2 * slice.Refused > slice.Arrivals
            || !Surroundings.Differ(slice.Added, slice.Rest.FailureShare))
        {
            return null;
        }

        var added = new RowSet(table.Snapshot.Count);
        for (var i = 0; i < Math.Min(table.Length, table.Snapshot.RowsWithin(Silent)); i++)
        {
            if (tests.Match(table.Rows[i]) && !policy.Explanation.Explains(table.Rows[i]))
            {
                added.Add(i);
            }
        }

        table.Snapshot.Budget.Spend(4L * table.Length);
        var candidate = new Candidate(0, default(ScopeRows).And(added), wider, policy.Policy.Upstream, verdict, bound, [], 0);
        if (_quorum.Count(table, candidate, rows) is not { } principals)
        {
            return null;
        }

        var known = new ScopeCount();
        if (policy.Policy.Evidence is { } evidence)
        {
            known = new ScopeCount
            {
                Failures = (int)evidence.Failed,
                Successes = (int)(evidence.Matched - evidence.Failed),
                FailedWeight = evidence.Failed,
                SucceededWeight = evidence.Matched - evidence.Failed,
                SquaredWeight = evidence.Matched,
            };
        }

        known.Add(slice.Added);
        return new Finding(
            wider, verdict, bound, Lately, known, known.Lower(Shared.Statistics.WilsonInterval.OneSided95),
            slice.Added.FailureShare / Math.Max(0.01, slice.Rest.FailureShare), 1, principals,
            policy.Policy.RequestsPerSecond + (slice.Arrivals / Lately.TotalSeconds))
        {
            Upstream = policy.Policy.Upstream,
        };
    }

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
    }
}
