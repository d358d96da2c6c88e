using Gateway.Modules.Policies.Outcomes;


namespace Gateway.Modules.Policies.Findings;

/// <summary>A scope that passed the gates, with what is known of it.</summary>
internal sealed record Finding(
    Scope Scope,
    RuleVerdict Verdict,
    double Bound,
    TimeSpan Window,
    ScopeCount Count,
    double LowerBound,
    double RiskRatio,
    double Coverage,
    int Principals,
    double ArrivalsPerSecond)
{
    /// <summary>The upstream of the destination that the scope names.</summary>
    public string? Upstream { get; init; }

    public string Identity => ScopeIdentity.Of(Scope, Upstream);

    public Evidence ToEvidence() => new(
        Window.TotalSeconds,
        Count.TotalWeight,
        Count.FailedWeight,
        LowerBound,
        RiskRatio,
        Coverage,
        Principals,
        default);

    /// <summary>(F + 0.5) / (N + 1), never certain: the breaker's yardstick for its hold-out.</summary>
    public double FailureProbability => 
        Math.Min(0.98, ((Count.FailureShare * Count.EffectiveTotal) + 0.5) / (Count.EffectiveTotal + 1));
}
