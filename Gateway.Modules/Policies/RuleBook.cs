namespace Gateway.Modules.Policies;

/// <summary>
/// Turns meaning and scope into an action: the configured rules, first match wins, then the built-in ones, written in the same form. A rule
/// may allow an action; what the scope itself forbids stays forbidden. What no rule takes is observed.
/// </summary>
internal static class RuleBook
{
    private static readonly RuleVerdict Observe = new(PolicyAction.Observe, PolicyMode.Shadow);

    private static readonly PolicyRuleOptions[] BuiltIn =
    [
        new() { ScopeNames = DimensionNames.Destination, Action = PolicyAction.Eject },
        new() { Answers = [GuardKeys.Slow], Action = PolicyAction.Limit },
        new() { Kinds = [ErrorKind.Overload, ErrorKind.Quota, ErrorKind.ResourceExhausted], Action = PolicyAction.Limit },
        new() { Kinds = [ErrorKind.DependencyDown, ErrorKind.Defect, ErrorKind.DataConflict], Action = PolicyAction.Break },
        new()
        {
            Kinds = [ErrorKind.CallerFault, ErrorKind.ContentPolicy], ScopeSays = ScopeContent.WhatWasSent, Action = PolicyAction.Break,
        },
        new() { Kinds = [ErrorKind.Unknown], Answers = [GuardKeys.CallerError], Action = PolicyAction.Observe },
        new() { Kinds = [ErrorKind.Unknown], Action = PolicyAction.Break },
    ];

    private static readonly (PolicyAction Action, Func<ClusterGroup, Scope, bool> When)[] Forbidden =
    [
        // One destination is no property of the request: refusing for it would refuse what another could serve.
        (PolicyAction.Break, static (_, scope) => scope.Names(DimensionNames.Destination)),
        (PolicyAction.Limit, static (_, scope) => scope.Names(DimensionNames.Destination)),
        // Only a destination can be taken out of a choice, and whole.
        (PolicyAction.Eject, static (_, scope) => scope.Tests is not [{ Dimension: DimensionNames.Destination }]),
        // A fault of the caller lies in what was sent; a route is not at fault.
        (PolicyAction.Break, static (group, scope) => group.IsCallersFault && !scope.SaysWhatWasSent),
    ];

    public static RuleVerdict Decide(ClusterGroup group, Scope scope, PoliciesOptions options)
    {
        if (options.NeverActOn.Contains(group.Lead.UpstreamStatus)
            || options.Rules.Concat(BuiltIn).FirstOrDefault(rule => Matches(rule, group, scope)) is not { } rule)
        {
            return Observe;
        }

        return rule.Action == PolicyAction.Observe || Array.Exists(Forbidden, f => f.Action == rule.Action && f.When(group, scope))
            ? Observe
            : new RuleVerdict(rule.Action, rule.Mode);
    }

    private static bool Matches(PolicyRuleOptions rule, ClusterGroup group, Scope scope) =>
        (rule.Kinds.Count == 0 || rule.Kinds.Contains(group.Kind))
        && (rule.Answers.Count == 0 || rule.Answers.Contains(group.Lead.GuardKey))
        && group.Severity >= rule.MinimumSeverity
        && (rule.ScopeNames is null || scope.Names(rule.ScopeNames))
        && (rule.ScopeSays == ScopeContent.Anything || scope.SaysWhatWasSent == (rule.ScopeSays == ScopeContent.WhatWasSent))
        && (rule.Routes.Count == 0 || NamesOneOf(rule.Routes, DimensionNames.Route, scope))
        && (rule.Upstreams.Count == 0 || NamesOneOf(rule.Upstreams, DimensionNames.Upstream, scope));

    private static bool NamesOneOf(IReadOnlyList<string> values, string dimension, Scope scope) =>
        scope.Tests.Any(t => t.Dimension == dimension && values.Contains(t.Value));
}
