namespace Gateway.Modules.Breaking;

/// <summary>
/// What a half-open breaker admits: a share that grows (<see cref="RecoveryRamp"/>), little of it while nothing is known
/// (<see cref="BlindPeriod"/>), and those first that have not been heard since half-open began. Not thread-safe.
/// </summary>
internal sealed class HalfOpenProbes(PrincipalTurns turns, double requestsPerSecond)
{
    /// <summary>Requests a second of the scope that are admitted at least, so that thin scopes recover as fast.</summary>
    private const double LeastAdmittedPerSecond = 2;

    /// <summary>How long a probe's place is kept for somebody who has not been heard.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private readonly RecoveryRamp _ramp = new();
    private readonly BlindPeriod _blind = new();
    private double _increment;
    private TimeSpan _startedAt;
    private TimeSpan _lastAt;

    public double Share => _ramp.Share;

    /// <param name="blind">Whether time alone has opened it.</param>
    public void Start(bool blind, double increment, TimeSpan now)
    {
        (_increment, _startedAt, _lastAt) = (increment, now, now);
        _blind.Start(blind);
        var share = blind ? Math.Min(increment, BlindPeriod.MostShare) : FirstShare;
        _ramp.Start(share, increment, blind ? 0 : 1 - share, now);
    }

    /// <summary>Whether a request may go as a probe; then it is under way.</summary>
    public bool Offer(ulong voter, TimeSpan now)
    {
        if (!_blind.HasRoom(now) || !_ramp.Admit(IsTheirTurn(voter, now)))
        {
            return false;
        }

        turns.Take(voter, now);
        _lastAt = now;
        _blind.ProbeSent(now);
        return true;
    }

    /// <summary>A probe is no longer under way.</summary>
    public void Ended() => _blind.ProbeEnded();

    public void Count(bool success) => _ramp.Count(success);

    /// <summary>A success that leaves the scope half-open: what time alone has opened goes on as if evidence had.</summary>
    public void Succeeded()
    {
        if (_blind.EndIfOn())
        {
            _ramp.RaiseTo(FirstShare);
        }
    }

    /// <summary>True when the whole scope is admitted and succeeds.</summary>
    public bool Advance(TimeSpan now, bool mostSucceed) => _ramp.Advance(now, mostSucceed);

    private double FirstShare => Math.Min(1, Math.Max(_increment, requestsPerSecond > 0 ? LeastAdmittedPerSecond / requestsPerSecond : 0));

    /// <summary>Who has been heard since half-open began waits for those who have not, but not for long.</summary>
    private bool IsTheirTurn(ulong voter, TimeSpan now) =>
        now - _lastAt >= Patience || !turns.HasHadTurnSince(voter, _startedAt) || !turns.OthersWait(voter, _startedAt, now);
}
