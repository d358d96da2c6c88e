using Gateway.Modules.Contracts;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Breaking;

/// <summary>
/// The life of one breaker. All state is guarded by one lock, held for arithmetic only; methods that need it say so.
/// <list type="bullet">
/// <item>Open: refuses all but the hold-out, whose outcomes move the sum towards health. At odds of 20 to 1, or when the open
/// period is over, half-open.</item>
/// <item>HalfOpen: admits a growing share; the sum towards fault reaches 20 to 1, open again; the ramp is done, closed.</item>
/// <item>Closed: admits all and watches; at 1000 to 1, open at once. No growing time-outs: this handles relapse.</item>
/// <item>Isolated: an operator's; refuses all, for ever, with no hold-out.</item>
/// </list>
/// A half-open period that only time has opened begins as a <see cref="BlindPeriod"/>, so that a fault that goes on costs two
/// requests. Each outcome is another chance for noise to look like the fault: in scopes busier than
/// <see cref="UnhurriedPerSecond"/> the odds asked for grow with the rate, which costs one failure more and no time. Outcomes of
/// requests that an earlier life admitted (see <see cref="_epoch"/>) say nothing about this one.
/// </summary>
internal sealed class BreakerController
{
    /// <summary>Requests a second of the scope that half-open admits at least, so that thin scopes recover as fast.</summary>
    private const double LeastAdmittedPerSecond = 2;

    /// <summary>Requests a second of the scope up to which the odds are as they stand.</summary>
    private const double UnhurriedPerSecond = 25;

    private static readonly TimeSpan LeastRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IOptionsMonitor<GatewayOptions> _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly LikelihoodRatio _likelihood;
    private readonly double _requestsPerSecond;
    private readonly double _oddsForRate;
    private readonly long _start;
    private readonly HoldOutSchedule _holdOuts;
    private readonly RecoveryRamp _ramp = new();
    private readonly BlindPeriod _blind = new();

    /// <summary>Read anew with each transition: not per request.</summary>
    private BreakerOptions _settings;
    private BreakerState _state;
    private BreakerTransition? _moved;

    /// <summary>Grows whenever the breaker opens or half-opens.</summary>
    private int _epoch;
    private TimeSpan _openUntil;
    private double _towardsHealth;
    private double _towardsFault;
    private long _holdOutSent;
    private long _holdOutFailed;

    public BreakerController(Policy policy, IOptionsMonitor<GatewayOptions> options, TimeProvider time, Random random)
    {
        _options = options;
        _time = time;
        _random = random;
        _likelihood = new LikelihoodRatio(policy.FailureProbability);
        _requestsPerSecond = policy.RequestsPerSecond;
        _oddsForRate = Math.Log(Math.Max(1, policy.RequestsPerSecond / UnhurriedPerSecond));
        _holdOuts = new HoldOutSchedule(random);
        _start = time.GetTimestamp();
        _settings = options.CurrentValue.Breaker;
        lock (_lock)
        {
            if (policy.Origin == PolicyOrigin.Manual)
            {
                _state = BreakerState.Isolated;
            }
            else
            {
                Open_NeedsLock(TimeSpan.Zero, "learned");
                _moved = null;
            }
        }
    }

    /// <summary>Told of each transition, outside the lock.</summary>
    public Action<BreakerTransition>? Moved { get; set; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    public BreakerDecision TryAcquire()
    {
        BreakerDecision decision;
        BreakerTransition? moved;
        lock (_lock)
        {
            var now = Now;
            Advance_NeedsLock(now);
            decision = Decide_NeedsLock(now);
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
        return decision;
    }

    public void Record(bool success)
    {
        BreakerTransition? moved;
        lock (_lock)
        {
            var now = Now;
            Advance_NeedsLock(now);
            Account_NeedsLock(success, now);
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
    }

    public void End(BreakerPermit permit, PermitEnd end)
    {
        BreakerTransition? moved;
        lock (_lock)
        {
            End_NeedsLock(permit, end, Now);
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
    }

    public BreakerStatus GetState()
    {
        BreakerStatus status;
        BreakerTransition? moved;
        lock (_lock)
        {
            var now = Now;
            Advance_NeedsLock(now);
            var share = _state switch
            {
                BreakerState.Closed => 1,
                BreakerState.HalfOpen => _ramp.Share,
                _ => 0,
            };
            var retryAfter = _state == BreakerState.Closed ? TimeSpan.Zero : RetryAfter_NeedsLock(now);
            status = new BreakerStatus(_state, share, retryAfter, new HoldOutCounts(_holdOutSent, _holdOutFailed));
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
        return status;
    }

    private BreakerDecision Decide_NeedsLock(TimeSpan now) => _state switch
    {
        BreakerState.Closed => Admit_NeedsLock(PolicyRole.Watched),
        BreakerState.Open when _holdOuts.Offer(now, _settings.HoldOutInterval, _settings.HoldOutRequests) => Admit_NeedsLock(PolicyRole.HoldOut),
        BreakerState.HalfOpen when OfferProbe_NeedsLock(now) => Admit_NeedsLock(PolicyRole.Probe),
        _ => new BreakerDecision(null, _state, PolicyRole.Refused, RetryAfter_NeedsLock(now)),
    };

    private BreakerDecision Admit_NeedsLock(PolicyRole role) =>
        new(new BreakerPermit(this, role, _epoch), _state, role, TimeSpan.Zero);

    private bool OfferProbe_NeedsLock(TimeSpan now)
    {
        if (!_blind.HasRoom(now) || !_ramp.Admit())
        {
            return false;
        }

        _blind.ProbeSent(now);
        return true;
    }

    private void End_NeedsLock(BreakerPermit permit, PermitEnd end, TimeSpan now)
    {
        var current = permit.Epoch == _epoch;
        if (permit.Role == PolicyRole.Probe && current)
        {
            _blind.ProbeEnded();
        }

        if (end == PermitEnd.Ignored)
        {
            if (permit.Role == PolicyRole.HoldOut && current)
            {
                _holdOuts.GiveBack(now);
            }

            return;
        }

        if (permit.Role == PolicyRole.HoldOut)
        {
            _holdOutSent++;
            _holdOutFailed += end == PermitEnd.Failure ? 1 : 0;
        }

        if (current)
        {
            Account_NeedsLock(end == PermitEnd.Success, now);
        }
    }

    private void Account_NeedsLock(bool success, TimeSpan now)
    {
        switch (_state)
        {
            case BreakerState.Open:
                _towardsHealth = _likelihood.TowardsHealth(_towardsHealth, success);
                if (_towardsHealth >= LikelihoodRatio.Likely)
                {
                    HalfOpen_NeedsLock(now, blind: false, "hold-outs succeed");
                }

                break;
            case BreakerState.HalfOpen:
                AccountProbe_NeedsLock(success, now);
                break;
            case BreakerState.Closed:
                _towardsFault = _likelihood.TowardsFault(_towardsFault, success);
                if (_towardsFault >= LikelihoodRatio.NearlyCertain + _oddsForRate)
                {
                    Open_NeedsLock(now, "the scope fails again");
                }

                break;
        }
    }

    private void AccountProbe_NeedsLock(bool success, TimeSpan now)
    {
        _ramp.Count(success);
        _towardsFault = _likelihood.TowardsFault(_towardsFault, success);
        if (_towardsFault >= LikelihoodRatio.Likely + _oddsForRate)
        {
            Open_NeedsLock(now, "probes fail");
            return;
        }

        if (success && _blind.EndIfOn())
        {
            _ramp.RaiseTo(FirstShare_NeedsLock());
        }

        Advance_NeedsLock(now);
    }

    private void Advance_NeedsLock(TimeSpan now)
    {
        if (_state == BreakerState.Open && now >= _openUntil)
        {
            HalfOpen_NeedsLock(now, blind: true, "the recovery timeout is over");
        }
        else if (_state == BreakerState.HalfOpen && _ramp.Advance(now))
        {
            Move_NeedsLock(BreakerState.Closed, "the whole scope succeeds");
        }
    }

    private void Open_NeedsLock(TimeSpan now, string reason)
    {
        Move_NeedsLock(BreakerState.Open, reason);
        _epoch++;
        _towardsHealth = 0;
        _openUntil = now + Jitter.Apply(_settings.RecoveryTimeout, _random);
        _holdOuts.Restart(now, _settings.HoldOutInterval);
    }

    private void HalfOpen_NeedsLock(TimeSpan now, bool blind, string reason)
    {
        Move_NeedsLock(BreakerState.HalfOpen, reason);
        _epoch++;
        _towardsFault = 0;
        _blind.Start(blind);
        var share = blind ? Math.Min(_settings.RecoveryIncrement, BlindPeriod.MostShare) : FirstShare_NeedsLock();
        _ramp.Start(share, _settings.RecoveryIncrement, blind ? 0 : 1 - share, now);
    }

    private void Move_NeedsLock(BreakerState state, string reason)
    {
        _moved = new BreakerTransition(_state, state, reason);
        _state = state;
        _settings = _options.CurrentValue.Breaker;
    }

    private double FirstShare_NeedsLock()
    {
        var forThinScopes = _requestsPerSecond > 0 ? LeastAdmittedPerSecond / _requestsPerSecond : 0;
        return Math.Min(1, Math.Max(_settings.RecoveryIncrement, forThinScopes));
    }

    private TimeSpan RetryAfter_NeedsLock(TimeSpan now)
    {
        var remaining = _state switch
        {
            BreakerState.Open => _openUntil - now,
            // Nobody knows when an operator will let go; the usual open period is as good a guess as any.
            BreakerState.Isolated => _settings.RecoveryTimeout,
            _ => LeastRetryAfter,
        };
        return remaining < LeastRetryAfter ? LeastRetryAfter : remaining;
    }

    private BreakerTransition? TakeMove_NeedsLock()
    {
        var moved = _moved;
        _moved = null;
        return moved;
    }

    private void Report(BreakerTransition? moved)
    {
        if (moved is not null)
        {
            Moved?.Invoke(moved);
        }
    }
}
