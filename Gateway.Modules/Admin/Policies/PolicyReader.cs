using Gateway.Modules.Admin.Clusters;


namespace Gateway.Modules.Admin.Policies;

/// <summary>
/// Joins what the store holds with what this replica counts. The store says which policies there are, so that a caller reads what it
/// has just written; one that the gate has not taken up yet shows no counts.
/// </summary>
internal sealed class PolicyReader(IPolicyStore store, ILivePolicies live, ClusterNames names, TimeProvider time)
{
    /// <summary>Policies in the order of their ids, all or those that name a cluster.</summary>
    public async Task<IReadOnlyList<PolicyBody>> GetAllAsync(string? clusterId, CancellationToken cancellationToken)
    {
        var views = live.GetAll().ToDictionary(v => v.Policy.Id);
        var current = clusterId is null ? null : names.CurrentOf(clusterId);
        var set = await store.LoadAsync(cancellationToken);
        return [.. set.Policies
            .Where(p => current is null || names.Names(p.Policy, current))
            .OrderBy(p => p.Policy.Id.Length).ThenBy(p => p.Policy.Id, StringComparer.Ordinal)
            .Select(p => BodyOf(p, views.GetValueOrDefault(p.Policy.Id)))];
    }

    public async Task<StoredPolicy?> FindStoredAsync(string id, CancellationToken cancellationToken) =>
        (await store.LoadAsync(cancellationToken)).Policies.FirstOrDefault(p => p.Policy.Id == id);

    public PolicyBody BodyOf(StoredPolicy stored) =>
        BodyOf(stored, live.GetAll().FirstOrDefault(v => v.Policy.Id == stored.Policy.Id));

    private PolicyBody BodyOf(StoredPolicy stored, PolicyView? view)
    {
        var policy = stored.Policy;
        var now = time.GetUtcNow();
        var counts = view?.Counts ?? default;
        return new(
            policy.Id,
            [.. policy.Clusters.Select(c => names.CurrentOf(c.Id)).Distinct()],
            policy.Action,
            policy.Mode,
            view?.State ?? BreakerState.Closed,
            policy.Origin,
            [.. policy.Scope.Tests.Select(t => new TestBody(t.Dimension, t.OperatorText, t.Value))],
            policy.Scope.Text,
            policy.Evidence is { } evidence ? EvidenceOf(evidence, view?.HoldOut ?? evidence.HoldOut) : null,
            FalseKillBody.Of(view?.FalseKill),
            new(counts.Matched, counts.Refused, counts.Rerouted, counts.ShadowRefused, counts.HoldOut),
            (view?.CreatedAt ?? now).UtcDateTime,
            ExpiryOf(stored, view, now)?.UtcDateTime,
            stored.Revision,
            policy.RatePerSecond);
    }

    /// <summary>
    /// The gate's own deadline, which stands still; one worked out anew from what is left would differ from look to look.
    /// </summary>
    private static DateTimeOffset? ExpiryOf(StoredPolicy stored, PolicyView? view, DateTimeOffset now) =>
        view is not null && view.Revision == stored.Revision ? view.ExpiresAt : now + stored.RemainingLifetime;

    private static EvidenceBody EvidenceOf(Evidence evidence, HoldOutCounts holdOut) => new(
        evidence.WindowSeconds,
        evidence.Matched,
        evidence.Failed,
        evidence.LowerBound,
        evidence.RiskRatio,
        evidence.Coverage,
        evidence.Principals,
        new(holdOut.Sent, holdOut.Failed));
}
