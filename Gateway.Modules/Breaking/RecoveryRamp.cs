namespace Gateway.Modules.Breaking;

/// <summary>
/// How much of the scope a half-open breaker admits, and when it may admit more. Time is cut into steps; a step is good when it
/// lasted half a second, saw two outcomes and no more failures than a healthy scope has, or when it lasted a second and saw
/// successes only. A good step raises the share; with the step that would raise it past 1 the ramp is done.
/// Which requests are admitted is decided by a credit that grows by the share with each request and pays 1 for an
/// admission: evenly spread, with no chance in it. Not thread-safe.
/// </summary>
internal sealed class RecoveryRamp
{
    private const int StepOutcomes = 2;
    private const double Rounding = 1e-9;
    private static readonly TimeSpan ShortStep = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(1);

    /// <summary>A healthy scope seldom shows more: twice its P(fail).</summary>
    private const double TolerableFailures = 2 * LikelihoodRatio.Healthy;

    private double _credit;
    private double _increment;
    private TimeSpan _stepStart;
    private int _outcomes;
    private int _failures;

    /// <summary>Share of the scope that is admitted, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <param name="credit">What is saved up towards the first admission: 1 minus the share admits the first request.</param>
    public void Start(double share, double increment, double credit, TimeSpan now)
    {
        Share = Math.Min(1, share);
        _increment = increment;
        _credit = credit;
        BeginStep(now);
    }

    /// <summary>Raises the share, keeping the step.</summary>
    public void RaiseTo(double share) => Share = Math.Max(Share, Math.Min(1, share));

    public bool Admit()
    {
        _credit += Share;
        if (_credit < 1 - Rounding)
        {
            return false;
        }

        _credit -= 1;
        return true;
    }

    public void Count(bool success)
    {
        _outcomes++;
        _failures += success ? 0 : 1;
    }

    /// <summary>Ends the step if it is over. True when the ramp is done.</summary>
    public bool Advance(TimeSpan now)
    {
        var lasted = now - _stepStart;
        var enough = _outcomes >= StepOutcomes;
        if (lasted < ShortStep || (!enough && lasted < LongStep))
        {
            return false;
        }

        var good = enough ? _failures <= TolerableFailures * _outcomes : _outcomes > _failures;
        BeginStep(now);
        if (!good)
        {
            return false;
        }

        Share += _increment;
        if (Share < 1 - Rounding)
        {
            return false;
        }

        Share = 1;
        return true;
    }

    private void BeginStep(TimeSpan now)
    {
        _stepStart = now;
        _outcomes = 0;
        _failures = 0;
    }
}
