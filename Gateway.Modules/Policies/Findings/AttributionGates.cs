using Gateway.Modules.Shared.Statistics;


namespace Gateway.Modules.Policies.Findings;

/// <summary>Which bounds apply.</summary>
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
}
