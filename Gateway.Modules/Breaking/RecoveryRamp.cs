namespace Gateway.Modules.Breaking;

/// <summary>
/// How much of the scope a half-open breaker admits, and when it may admit more. Time is cut into steps; a step is good when it
/// lasted half a second and saw two outcomes, or a second and one, at least one of them a success, and when most principals heard so
/// far succeed: one that goes on failing does not hold the others back. A good step raises the share; with the step that would raise it
/// past 1 the ramp is done. Which requests are admitted is decided by a credit that grows by the share with each request and pays 1 for an
/// admission: evenly spread, with no chance in it. Not thread-safe.
/// </summary>
internal sealed class RecoveryRamp
{
    private const int StepOutcomes = 2;
    private const double Rounding = 1e-9;
    private static readonly TimeSpan ShortStep = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(1);

    /// <summary>What is saved up while it is somebody else's turn: no more than this, or a burst would follow.</summary>
    private const double MostCredit = 2;

    private double _credit;
    private double _increment;
    private TimeSpan _stepStart;
    private int _outcomes;
    private int _successes;

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

    /// <param name="isTheirTurn">Whether the request may go if one may.</param>
    public bool Admit(bool isTheirTurn = true)
    {
        _credit = Math.Min(MostCredit, _credit + Share);
        if (_credit < 1 - Rounding || !isTheirTurn)
        {
            return false;
        }

        _credit -= 1;
        return true;
    }

    public void Count(bool success)
    {
        _outcomes++;
        _successes += success ? 1 : 0;
    }

    /// <summary>Ends the step if it is over. True when the ramp is done.</summary>
    /// <param name="mostSucceed">Whether most principals heard since the ramp began succeed.</param>
    public bool Advance(TimeSpan now, bool mostSucceed)
    {
        var lasted = now - _stepStart;
        var enough = _outcomes >= StepOutcomes;
        if (lasted < ShortStep || (!enough && lasted < LongStep))
        {
            return false;
        }

        var good = mostSucceed && _successes > 0;
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
        _successes = 0;
    }
}
