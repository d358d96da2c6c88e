using Gateway.Modules.Policies.Wordings;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Policies.Findings;

/// <summary>The findings that wait for fresh outcomes to confirm them, one a scope. Bounded. One thread at a time.</summary>
internal sealed class Proposals(ILogger logger)
{
    /// <summary>Proposals that wait at once.</summary>
    private const int Most = 256;

    private readonly Dictionary<string, Proposal> _waiting = new(StringComparer.Ordinal);

    public int Count => _waiting.Count;

    /// <summary>Whether one waits for a group that this wording belongs to.</summary>
    public bool Any(WordingKey wording) => _waiting.Values.Any(p => p.Group.Contains(wording));

    /// <param name="isTaken">Whether a policy with this scope is live already, or was given up lately.</param>
    /// <param name="insidePolicies">Whether these were found among what live policies explain.</param>
    public void Add(
        IReadOnlyList<Finding> found, ClusterGroup group, DateTimeOffset now, Func<Finding, bool> isTaken, bool insidePolicies)
    {
        foreach (var finding in found)
        {
            if (finding.Verdict.Action != PolicyAction.Observe
                && _waiting.Count < Most
                && !isTaken(finding)
                && _waiting.TryAdd(finding.Identity, new Proposal(finding, group, now, insidePolicies)))
            {
                logger.Proposed(
                    finding.Scope.Text, group.Names, finding.Count.FailedWeight, finding.Count.TotalWeight,
                    finding.LowerBound, finding.RiskRatio);
            }
        }
    }

    /// <summary>Takes out what the fresh outcomes of a group's table confirm, and drops what they do not.</summary>
    /// <param name="inside">The table of what live policies explain; null where they explain nothing.</param>
    public IEnumerable<Proposal> TakeConfirmed(
        ClusterGroup group, IReadOnlyList<Finding> found, AttributionTable table, AttributionTable? inside, AttributionOptions options)
    {
        foreach (var (identity, proposal) in _waiting.Where(p => p.Value.Group.Keys.Any(group.Contains)).ToArray())
        {
            proposal.Renew(found, group);
            var confirmation = proposal.Check(proposal.InsidePolicies ? inside ?? table : table, options);
            if (confirmation == Confirmation.Waiting)
            {
                continue;
            }

            _waiting.Remove(identity);
            if (confirmation == Confirmation.Confirmed)
            {
                yield return proposal;
            }
            else
            {
                logger.Dropped(proposal.Finding.Scope.Text, group.Names);
            }
        }
    }

    /// <summary>Drops those made before a moment.</summary>
    public void Forget(DateTimeOffset madeBefore)
    {
        foreach (var (scope, proposal) in _waiting)
        {
            if (proposal.MadeAt < madeBefore)
            {
                _waiting.Remove(scope);
            }
        }
    }
}
