namespace Gateway.Modules.Policies;

/// <summary>
/// Turns meaning and scope into an action: the configured rules, first match wins, then the built-in ones. A rule may allow an
/// action; what the scope itself forbids stays forbidden.
/// </summary>
internal static class RuleBook
{
    private static readonly RuleVerdict Observe = new(PolicyAction.Observe, PolicyMode.Shadow);

    public static RuleVerdict Decide(ClusterGroup group, Scope scope, PoliciesOptions options)
    {
        if (options.NeverActOn.Contains(group.Lead.UpstreamStatus))
        {
            return Observe;
        }

        var verdict = Configured(group, scope, options) ?? BuiltIn(group, scope);
        return verdict.Action switch
        {
            // One destination is no property of the request: refusing for it would refuse what another could serve.
            PolicyAction.Break when scope.Names(DimensionNames.Destination) => Observe,
            // A fault of the caller lies in what was sent; a route is not at fault.
            PolicyAction.Break when group.IsCallersFault && !scope.SaysWhatWasSent => Observe,
            // Only a destination can be taken out of a choice.
            PolicyAction.Eject when !scope.Names(DimensionNames.Destination) => Observe,
            _ => verdict,
        };
    }

    private static RuleVerdict? Configured(ClusterGroup group, Scope scope, PoliciesOptions options)
    {
        foreach (var rule in options.Rules)
        {
            if ((rule.Kinds.Count == 0 || rule.Kinds.Contains(group.Kind))
                && (rule.ScopeNames is null || scope.Names(rule.ScopeNames))
                && group.Severity >= rule.MinimumSeverity)
            {
                return new RuleVerdict(rule.Action, rule.Mode);
            }
        }

        return null;
    }

    private static RuleVerdict BuiltIn(ClusterGroup group, Scope scope) => group.Kind switch
    {
        _ when scope.Names(DimensionNames.Destination) => new(PolicyAction.Eject, PolicyMode.Enforce),
        ErrorKind.Overload or ErrorKind.Quota or ErrorKind.ResourceExhausted => new(PolicyAction.Limit, PolicyMode.Enforce),
        ErrorKind.Unknown when group.Lead.GuardKey == GuardKeys.CallerError => Observe,
        _ => new(PolicyAction.Break, PolicyMode.Enforce),
    };
}
