namespace Gateway.Modules.Breaking;

/// <summary>
/// The sequential test behind recovery and relapse (cumulative sum of log-likelihood ratios, Page 1954, "Continuous inspection
/// schemes"). Two hypotheses about P(fail): <c>p0</c>, a healthy scope, and <c>p^</c>, the scope as it was when the policy was
/// learned. Each vote moves a sum by its log-likelihood ratio; sums never fall below 0, so that a long past of the other
/// kind does not have to be paid off first (<see cref="PrincipalVotes"/> keeps them).
/// <code>
/// towards health:  success + ln((1 - p0) / (1 - p^)),  failure - ln(p^ / p0)
/// towards fault:   the same, turned round
/// </code>
/// For a full fault (0.98) one success reaches ln 20, and so do two failures in a row; how many principals must fail as well, the votes
/// say.
/// </summary>
internal readonly struct LikelihoodRatio
{
    /// <summary>P(fail) of a healthy scope.</summary>
    public const double Healthy = 0.05;

    /// <summary>A fault is never taken for more certain than this: one success must stay possible.</summary>
    public const double MostFaulty = 0.98;

    /// <summary>Below this the two hypotheses are too alike to tell apart with any speed.</summary>
    public const double LeastFaulty = 0.1;

    /// <summary>Odds of 20 to 1: recovery starts, or is given up.</summary>
    public static readonly double Likely = Math.Log(20);

    /// <summary>Odds of 1000 to 1: a scope that had recovered fails again.</summary>
    public static readonly double NearlyCertain = Math.Log(1000);

    /// <param name="faulty">P(fail) of the faulty scope; drawn into the range this test can work with.</param>
    public LikelihoodRatio(double faulty)
    {
        var p = double.IsNaN(faulty) ? MostFaulty : Math.Clamp(faulty, LeastFaulty, MostFaulty);
        OfSuccess = Math.Log((1 - Healthy) / (1 - p));
        OfFailure = Math.Log(p / Healthy);
    }

    /// <summary>By how much a success moves the sum towards health, and away from fault.</summary>
    public double OfSuccess { get; }

    /// <summary>By how much a failure moves the sum towards fault, and away from health.</summary>
    public double OfFailure { get; }
}
