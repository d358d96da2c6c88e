using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies;

/// <summary>
/// Another wording of a fault that a policy already stands for. Where the scope names no principal, enough of them must fail with it: one
/// client's error must not become the others' fault.
/// </summary>
internal static class Joining
{
    private const double LeastShare = 0.9;
    private const int LeastFailures = 3;
    private const int MaxClusters = 16;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    /// <param name="votes">What a principal's vote counts.</param>
    /// <returns>The policy with the cluster; null when it joins none.</returns>
    public static PolicyWrite? Of(
        ErrorCluster cluster, IReadOnlyCollection<LearnedPolicy> policies, TableSnapshot snapshot, Func<string, string> currentId,
        Func<ulong, double> votes, int principals)
    {
        if (policies.Count == 0 || policies.Any(p => p.Names(cluster.Id)))
        {
            return null;
        }

        var failures = new List<OutcomeRow>();
        for (var i = 0; i < snapshot.RowsWithin(Window); i++)
        {
            if (snapshot.Rows[i] is { IsFailure: true, Wording: { } wording } row && currentId(wording.ClusterId) == cluster.Id)
            {
                failures.Add(row);
            }
        }

        if (failures.Count < LeastFailures)
        {
            return null;
        }

        foreach (var policy in policies)
        {
            var inside = policy.Policy.Clusters.Length is > 0 and < MaxClusters ? failures.FindAll(policy.Explanation.Explains) : [];
            if (inside.Count >= LeastShare * failures.Count
                && (policy.NamesPrincipal || inside.Select(r => r.Voter).Distinct().Sum(votes) >= principals - 1e-9))
            {
                return new PolicyWrite(policy.Renewed(policy.Policy.Clusters.Add(cluster.Reference)), policy.Revision);
            }
        }

        return null;
    }
}
