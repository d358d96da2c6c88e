namespace Gateway.Host.Configuration;

/// <summary>What one attribute cannot say of the rules from meaning to action: those that could never do what they say.</summary>
internal static class PolicyRuleChecks
{
    private const string Key = "Policies:Rules";

    /// <summary>Each mistake: the key below the section <c>Gateway</c>, the rule, and what is there instead.</summary>
    public static IEnumerable<(string Key, string Rule, string? Value)> Mistakes(IReadOnlyList<PolicyRuleOptions> rules)
    {
        var catchesAll = rules.Count;
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var ejects = rule.Action == PolicyAction.Eject;
            var namesDestination = rule.ScopeNames == DimensionNames.Destination;
            if (i > catchesAll)
            {
                yield return ($"{Key}:{i}", $"is never reached: rule {catchesAll} before it has no condition", null);
            }

            if (ejects && !namesDestination)
            {
                yield return ($"{Key}:{i}:ScopeNames", "must be destination where the action is Eject", rule.ScopeNames);
            }

            if (namesDestination && rule.Action is (PolicyAction.Break or PolicyAction.Limit))
            {
                yield return ($"{Key}:{i}:Action", "must be Eject or Observe where ScopeNames is destination", rule.Action.ToString());
            }

            if (rule.ScopeSays == ScopeContent.WhereItGoes && rule.ScopeNames is { } name && DimensionNames.SaysWhatWasSent(name))
            {
                yield return ($"{Key}:{i}:ScopeSays", $"can never hold: ScopeNames asks for {name}, which is sent",
                    rule.ScopeSays.ToString());
            }

            catchesAll = Math.Min(catchesAll, HasNoCondition(rule) ? i : rules.Count);
        }
    }

    private static bool HasNoCondition(PolicyRuleOptions rule) => rule is
    {
        Kinds.Count: 0, Answers.Count: 0, Routes.Count: 0, Upstreams.Count: 0, ScopeNames: null, ScopeSays: ScopeContent.Anything,
        MinimumSeverity: <= 0,
    };
}
