namespace Gateway.Modules.Admin.Policies;

/// <summary>What an operator can do to a policy without writing it whole.</summary>
/// <param name="Name">The last part of the address.</param>
/// <param name="Choice">What it means for a learned policy; null where it takes such a choice back.</param>
/// <param name="Mode">The mode that goes with it.</param>
internal sealed record PolicyVerb(string Name, OperatorChoice? Choice, PolicyMode Mode)
{
    public static readonly IReadOnlyList<PolicyVerb> All =
    [
        new("enforce", OperatorChoice.Enforce, PolicyMode.Enforce),
        new("shadow", OperatorChoice.Shadow, PolicyMode.Shadow),
        new("isolate", OperatorChoice.Isolate, PolicyMode.Enforce),
        new("close", OperatorChoice.Close, PolicyMode.Disabled),
        new("lift", null, PolicyMode.Enforce),
    ];

    /// <summary>What is in the way of it, or null.</summary>
    public string? ObstacleFor(Policy policy) => this switch
    {
        { Choice: OperatorChoice.Isolate } when policy.Action is not (PolicyAction.Break or PolicyAction.Eject) =>
            $"Policy '{policy.Id}' has no breaker to isolate: its action is {policy.Action}.",
        { Choice: null } when policy.Decision is null => $"Nobody has decided anything about policy '{policy.Id}'.",
        _ => null,
    };

    /// <summary>
    /// The policy as it is to be. A decision about a learned policy has no end; the one that it was before is kept beside it, and comes
    /// back, with the evidence of by then, when the decision is lifted. A manual policy is the operator's own: it only changes its mode.
    /// </summary>
    public Policy Apply(Policy policy) => this switch
    {
        { Choice: null } => policy.Decision!.Before with { Clusters = policy.Clusters, Evidence = policy.Evidence },
        _ when policy.Origin == PolicyOrigin.Manual => policy with { Mode = Mode },
        { Choice: { } choice } => Decide(policy, choice) with { Mode = Mode },
    };

    public static Policy Decide(Policy policy, OperatorChoice choice) => policy with
    {
        Decision = new(choice, policy.Decision?.Before ?? policy),
        Lifetime = null,
    };
}
