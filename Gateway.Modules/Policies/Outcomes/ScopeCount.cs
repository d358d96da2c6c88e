using Gateway.Modules.Shared.Statistics;


namespace Gateway.Modules.Policies.Outcomes;

/// <summary>Failures and successes of one scope in one window, rows and weights.</summary>
internal struct ScopeCount
{
    public int Failures;
    public int Successes;
    public double FailedWeight;
    public double SucceededWeight;

    /// <summary>One row.</summary>
    public static ScopeCount Of(bool failed, double weight) => failed
        ? new ScopeCount { Failures = 1, FailedWeight = weight }
        : new ScopeCount { Successes = 1, SucceededWeight = weight };

    public readonly int Total => Failures + Successes;

    public readonly double TotalWeight => FailedWeight + SucceededWeight;

    /// <summary>P(fail), by weight.</summary>
    public readonly double FailureShare => TotalWeight <= 0 ? 0 : FailedWeight / TotalWeight;

    public void Add(in ScopeCount other)
    {
        Failures += other.Failures;
        Successes += other.Successes;
        FailedWeight += other.FailedWeight;
        SucceededWeight += other.SucceededWeight;
    }

    /// <summary>Bounds of P(fail): the share is weighted, the certainty comes from the rows that were really seen.</summary>
    public readonly double Lower(double z) => WilsonInterval.Lower(FailureShare * Total, Total, z);

    public readonly double Upper(double z) => WilsonInterval.Upper(FailureShare * Total, Total, z);
}
