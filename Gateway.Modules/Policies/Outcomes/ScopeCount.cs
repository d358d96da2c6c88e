using Gateway.Modules.Shared.Statistics;


namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// Failures and successes of one scope in one window, rows and weights. Shares are weighted. Weighted rows are worth fewer than they are,
/// the more so the more their weights differ, so bounds reckon with the effective sample size (Σw)²/Σw² (Kish 1965, "Survey Sampling",
/// section 11.7).
/// </summary>
internal struct ScopeCount
{
    public int Failures;
    public int Successes;
    public double FailedWeight;
    public double SucceededWeight;
    public double SquaredWeight;

    /// <summary>One row.</summary>
    public static ScopeCount Of(bool failed, double weight) => failed
        ? new ScopeCount { Failures = 1, FailedWeight = weight, SquaredWeight = weight * weight }
        : new ScopeCount { Successes = 1, SucceededWeight = weight, SquaredWeight = weight * weight };

    public readonly int Total => Failures + Successes;

    public readonly double TotalWeight => FailedWeight + SucceededWeight;

    /// <summary>As many rows of equal weight would say as much.</summary>
    public readonly double EffectiveTotal => SquaredWeight <= 0 ? 0 : TotalWeight * TotalWeight / SquaredWeight;

    /// <summary>P(fail), by weight.</summary>
    public readonly double FailureShare => TotalWeight <= 0 ? 0 : FailedWeight / TotalWeight;

    public void Add(in ScopeCount other)
    {
        Failures += other.Failures;
        Successes += other.Successes;
        FailedWeight += other.FailedWeight;
        SucceededWeight += other.SucceededWeight;
        SquaredWeight += other.SquaredWeight;
    }

    /// <summary>Bounds of P(fail).</summary>
    public readonly double Lower(double z) => WilsonInterval.Lower(FailureShare * EffectiveTotal, EffectiveTotal, z);

    public readonly double Upper(double z) => WilsonInterval.Upper(FailureShare * EffectiveTotal, EffectiveTotal, z);
}
