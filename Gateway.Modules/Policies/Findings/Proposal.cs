using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>What a proposal's fresh outcomes say.</summary>
internal enum Confirmation
{
    Waiting,
    Confirmed,
    Dropped,
}

/// <summary>
/// A finding on its way to a policy. It is confirmed on outcomes that completed after it was made, and on nothing else: that is
/// the control for having looked at many scopes.
/// </summary>
/// <param name="insidePolicies">Whether it was found among what live policies explain, and is confirmed there.</param>
internal sealed class Proposal(Finding finding, ClusterGroup group, DateTimeOffset madeAt, bool insidePolicies)
{
    /// <summary>How far below its bound the fresh share may lie before the proposal is dropped early.</summary>
    private const double Slack = 0.15;

    private ScopeTests _tests = TestsOf(finding);

    /// <summary>The tests of what was found in the current evaluation: the scope itself, or a narrower one.</summary>
    private ScopeTests _found = TestsOf(finding);

    public DateTimeOffset MadeAt => madeAt;

    public bool InsidePolicies => insidePolicies;

    /// <summary>The latest finding for this scope; its cut moves as more sizes are seen.</summary>
    public Finding Finding { get; private set; } = finding;

    public ClusterGroup Group { get; private set; } = group;

    /// <summary>Whether the scope passed the gates in the current evaluation too.</summary>
    public bool Holds { get; private set; } = true;

    /// <param name="found">
    /// What the current evaluation found. Of scopes that select the same outcomes it finds any, now one and now another: a narrower one
    /// that selects no fewer of the fresh outcomes stands for this one.
    /// </param>
    public void Renew(IReadOnlyList<Finding> found, ClusterGroup currentGroup)
    {
        var same = found.FirstOrDefault(f => f.Identity == Finding.Identity);
        var current = same ?? found.FirstOrDefault(f => Finding.Scope.Tests.All(test => f.Scope.Tests.Contains(test)));
        Holds = current is { Verdict.Action: not PolicyAction.Observe };
        Group = currentGroup;
        if (same is not null)
        {
            Finding = same;
            _tests = TestsOf(same);
        }

        _found = current is null ? _tests : TestsOf(current);
    }

    public Confirmation Check(AttributionTable table, AttributionOptions options)
    {
        var (fresh, same) = (default(ScopeCount), Holds);
        for (var i = 0; i < table.Length && table.Rows[i].At > madeAt; i++)
        {
            if (table.FailedAt(i) is { } failed && _tests.Match(table.Rows[i]))
            {
                fresh.Add(ScopeCount.Of(failed, table.Rows[i].Weight));
                same &= _found.Match(table.Rows[i]);
            }
        }

        if (fresh.Total >= options.ConfirmOutcomes)
        {
            if (fresh.FailureShare >= Finding.Bound && same)
            {
                return Confirmation.Confirmed;
            }

            if (fresh.FailureShare < Finding.Bound - Slack)
            {
                return Confirmation.Dropped;
            }
        }

        return table.Now - madeAt > options.ConfirmWithin ? Confirmation.Dropped : Confirmation.Waiting;
    }

    private static ScopeTests TestsOf(Finding finding) => new(finding.Scope, finding.Upstream);
}
