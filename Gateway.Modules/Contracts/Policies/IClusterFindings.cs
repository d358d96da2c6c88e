using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Policies;

/// <summary>What attribution says about a cluster.</summary>
/// <param name="Status"><c>watching</c>, <c>causeNotObserved</c>, <c>confirming</c>, <c>acting</c> or <c>observed</c> (the rule says to act
/// on nothing, or the action only runs in shadow).</param>
/// <param name="Scopes">The scopes found, whether or not a policy stands on them.</param>
public sealed record ClusterFinding(string Status, ImmutableArray<Scope> Scopes);

/// <summary>The latest finding per cluster, for the admin API.</summary>
public interface IClusterFindings
{
    ClusterFinding? Find(string clusterId);
}
