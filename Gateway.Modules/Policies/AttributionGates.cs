using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>The bounds a scope must pass for one action.</summary>
/// <param name="Bound">Least P(fail | scope).</param>
/// <param name="Confidence">z of the lower bound.</param>
internal readonly record struct Gates(double Bound, double Confidence);

/// <summary>Which bounds apply, and what outsiders' votes are worth.</summary>
internal static class AttributionGates
{
    /// <summary>
    /// Looks repeat: a scope that passed ten failures a while ago has been looked at many times since, so it must convince at 99 %.
    /// Faults of the caller have the higher bound instead and stay at 95 %.
    /// </summary>
    private static readonly TimeSpan FirstLooks = TimeSpan.FromSeconds(1);

    public static double BoundOf(ClusterGroup group, Scope scope, PolicyAction action, AttributionOptions options) => action switch
    {
        PolicyAction.Limit => options.LimitBound,
        _ when group.IsCallersFault && !scope.Names(DimensionNames.Principal) => options.CallerFaultBound,
        _ => options.BreakBound,
    };

    public static double ConfidenceOf(ClusterGroup group, TimeSpan sinceThreshold) =>
        group.IsCallersFault || sinceThreshold <= FirstLooks ? WilsonInterval.OneSided95 : WilsonInterval.OneSided99;

    /// <summary>
    /// One principal, one vote: enough distinct principals must fail, and the mean of the principals' own failure shares must
    /// reach the bound. A scope that names its principal speaks for nobody else and needs no votes.
    /// </summary>
    /// <returns>The number of failing principals, or null when the votes do not carry the scope.</returns>
    public static int? CountVotes(IEnumerable<(ulong Voter, bool Failed)> votes, Scope scope, double bound, AttributionOptions options)
    {
        var shares = new Dictionary<ulong, (int Failed, int Total)>();
        foreach (var (voter, failed) in votes)
        {
            shares.TryGetValue(voter, out var share);
            shares[voter] = (share.Failed + (failed ? 1 : 0), share.Total + 1);
        }

        var failing = shares.Values.Count(s => s.Failed > 0);
        if (scope.Names(DimensionNames.Principal))
        {
            return failing;
        }

        var enough = failing >= options.Principals
            && shares.Values.Average(s => (double)s.Failed / s.Total) >= bound;
        return enough ? failing : null;
    }
}
