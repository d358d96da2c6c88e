using System.Collections.Immutable;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

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

    private readonly ImmutableArray<ValueKey> _tests = [.. finding.Scope.Tests.Select(t => ValueKey.Of(t.Dimension, t.Value))];

    public DateTimeOffset MadeAt => madeAt;

    public bool InsidePolicies => insidePolicies;

    /// <summary>The latest finding for this scope.</summary>
    public Finding Finding { get; private set; } = finding;

    public ClusterGroup Group { get; private set; } = group;

    /// <summary>Whether the scope passed the gates in the current evaluation too.</summary>
    public bool Holds { get; private set; } = true;

    public void Renew(Finding? current, ClusterGroup currentGroup)
    {
        Holds = current is not null;
        Finding = current ?? Finding;
        Group = currentGroup;
    }

    public Confirmation Check(AttributionTable table, AttributionOptions options)
    {
        var fresh = default(ScopeCount);
        for (var i = 0; i < table.Length && table.Rows[i].At > madeAt; i++)
        {
            if (table.FailedAt(i) is { } failed && table.Rows[i].Matches(_tests))
            {
                fresh.Add(ScopeCount.Of(failed, table.Rows[i].Weight));
            }
        }

        if (fresh.Total >= options.ConfirmOutcomes)
        {
            if (fresh.FailureShare >= Finding.Bound && Holds)
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
}
