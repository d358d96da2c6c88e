namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// What refusing may cost those who are well: requests of a scope that would have succeeded, as a share of all healthy ones, over all that
/// is refused at the time. A scope in which nine in ten requests fail may cost more: there most of the good is done.
/// </summary>
/// <param name="healthyPerSecond">Requests that succeed, in the whole gateway.</param>
/// <param name="spentPerSecond">Healthy requests that live policies are expected to refuse.</param>
internal sealed class FalseKillBudget(PoliciesOptions options, double healthyPerSecond, double spentPerSecond)
{
    private const double MostlyFails = 0.9;

    private double _spent = spentPerSecond;

    /// <summary>What refuses nobody, and what admits whatever works, costs nothing.</summary>
    public bool Allows(Finding finding) =>
        finding.Verdict is not { Action: PolicyAction.Break, Mode: PolicyMode.Enforce }
        || CostOf(finding) is var cost && (cost <= 0 || IsWithin(_spent + cost, finding.Count.FailureShare));

    public void Spend(Finding finding) => _spent += CostOf(finding);

    /// <summary>Whether a policy by itself costs more than it may, though its share of failures were as high as it can be.</summary>
    public bool IsExceededBy(double arrivalsPerSecond, double highestFailureShare) =>
        !IsWithin(arrivalsPerSecond * (1 - highestFailureShare), highestFailureShare);

    private static double CostOf(Finding finding) => finding.ArrivalsPerSecond * (1 - finding.Count.FailureShare);

    private bool IsWithin(double costPerSecond, double failureShare) =>
        costPerSecond <= Limit(failureShare) * (healthyPerSecond + costPerSecond);

    private double Limit(double failureShare) =>
        failureShare >= MostlyFails ? Math.Max(options.MaxFalseKillRate, options.MaxFalseKillRateMostlyFailing) : options.MaxFalseKillRate;
}
