namespace Gateway.Tests.Admin;

internal static class AdminSamples
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ErrorCluster Cluster(string id) => new(
        id, "database deadlock", ErrorKind.DataConflict, "db-deadlock", 0.9, "5xx", 500, 41, 12.5, 0.7, 1.5,
        Noon, Noon.AddSeconds(2), "live", ["deadlock on <num>"], true);

    public static Policy Learned(string id, params string[] clusters) => new()
    {
        Id = id,
        Clusters = [.. clusters.Select(c => Cluster(c).Reference)],
        Scope = new Scope([new("query:simulate_error", TestOperator.Equal, "true")]),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
        Evidence = new Evidence(2, 41, 41, 0.93, 210, 0.99, 12, default),
        Lifetime = TimeSpan.FromSeconds(60),
    };

    public static PolicyView View(Policy policy, BreakerState state, PolicyCounts counts, HoldOutCounts holdOut) => new(
        policy, 1, state, counts, holdOut, new FalseKillEstimate(0.25, 0.1, 0.5), Noon.AddSeconds(-5), Noon.AddSeconds(55));
}
