namespace Gateway.Modules.Policies;

/// <summary>What is to be done about a group in a scope.</summary>
internal readonly record struct RuleVerdict(PolicyAction Action, PolicyMode Mode);
