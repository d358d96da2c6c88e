namespace Gateway.Modules.Contracts.Policies;

/// <summary>What an operator can decide about a learned policy.</summary>
public enum OperatorChoice
{
    /// <summary>In force for good, whatever the rules say; its breaker goes on by the evidence.</summary>
    Enforce,

    /// <summary>Only counts.</summary>
    Shadow,

    /// <summary>Held open: refuses all, with no hold-out.</summary>
    Isolate,

    /// <summary>Lets all pass, and nothing like it is learned beside it.</summary>
    Close,

    /// <summary>As written by the operator.</summary>
    Write,
}

/// <summary>
/// An operator's word on a learned policy. It holds until it is lifted or the policy deleted, and is carried with the policy.
/// </summary>
/// <param name="Before">The policy before anybody decided, to which lifting the decision returns.</param>
public sealed record OperatorDecision(OperatorChoice Choice, Policy Before);
