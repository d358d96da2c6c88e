using Microsoft.Extensions.Options;

namespace Gateway.Modules.Breaking;

/// <summary>
/// The life of one breaker. All state is guarded by one lock, held for arithmetic only; methods that need it say so.
/// <list type="bullet">
/// <item>Open: refuses all but the hold-out, spread over principals, whose votes move the sum towards health. At odds of 20 to 1, or
/// when the open period is over, half-open.</item>
/// <item>HalfOpen: admits a growing share, those first that have not been heard; the sum towards fault reaches 20 to 1 and enough
/// principals fail, open again; the ramp is done, closed.</item>
/// <item>Closed: admits all and watches; at 1000 to 1, likewise, open at once. No growing time-outs: this handles relapse.</item>
/// <item>Isolated: an operator's; refuses all, for ever, with no hold-out.</item>
/// </list>
/// A half-open period that only time has opened begins as a <see cref="BlindPeriod"/>, so that a fault that goes on costs two
/// requests. Each outcome is another chance for noise to look like the fault: in scopes busier than
/// <see cref="UnhurriedPerSecond"/> the odds asked for grow with the rate, which costs one failure more and no time. Outcomes of
/// requests that an earlier life admitted (see <see cref="_epoch"/>) say nothing about this one, but for the failures of answers that
/// went on for long: they happen now.
/// </summary>
internal sealed class BreakerController
{
    /// <summary>Requests a second of the scope up to which the odds are as they stand.</summary>
    private const double UnhurriedPerSecond = 25;

    private static readonly TimeSpan LeastRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IOptionsMonitor<BreakerOptions> _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly LikelihoodRatio _likelihood;
    private readonly double _oddsForRate;
    private readonly bool _isEjection;
    private readonly long _start;
    private readonly PrincipalVotes _votes;
    private readonly PrincipalTurns _turns = new();
    private readonly HoldOutSchedule _holdOuts;
    private readonly HalfOpenProbes _probes;

    /// <summary>Read anew with each transition: not per request.</summary>
    private BreakerOptions _settings;
    private BreakerState _state;
    private BreakerTransition? _moved;

    /// <summary>Grows whenever the breaker opens or half-opens.</summary>
    private int _epoch;
    private TimeSpan _openUntil;
    private long _holdOutSent;
    private long _holdOutFailed;

    public BreakerController(Policy policy, IOptionsMonitor<BreakerOptions> options, TimeProvider time, Random random)
    {
        _options = options;
        _time = time;
        _random = random;
        _likelihood = new LikelihoodRatio(policy.FailureProbability);
        _isEjection = policy.Action == PolicyAction.Eject;
        _oddsForRate = Math.Log(Math.Max(1, policy.RequestsPerSecond / UnhurriedPerSecond));
        _votes = new PrincipalVotes(everyOutcomeCounts: policy.Scope.Names(DimensionNames.Principal));
        _holdOuts = new HoldOutSchedule(random, _turns);
        _probes = new HalfOpenProbes(_turns, policy.RequestsPerSecond);
        _start = time.GetTimestamp();
        _settings = options.CurrentValue;
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

    /// <summary>
    /// A request that another destination would have served well pays for an ejection's hold-out: time alone makes one due.
    /// </summary>
    private int HoldOutRequests => _isEjection ? int.MaxValue : _settings.HoldOutRequests;

    public BreakerDecision TryAcquire(ulong voter)
    {
        BreakerDecision decision;
        BreakerTransition? moved;
        lock (_lock)
        {
            var now = Now;
            Advance_NeedsLock(now);
            decision = Decide_NeedsLock(voter, now);
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
        return decision;
    }

    public void Record(ulong voter, bool success)
    {
        BreakerTransition? moved;
        lock (_lock)
        {
            var now = Now;
            Advance_NeedsLock(now);
            Account_NeedsLock(voter, success, now);
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
    }

    /// <summary>The request goes on for long: its place is free again.</summary>
    public void Release(BreakerPermit permit)
    {
        lock (_lock)
        {
            EndProbe_NeedsLock(permit);
        }
    }

    /// <param name="released">Whether the permit's place was given back before.</param>
    public void End(BreakerPermit permit, PermitEnd end, bool released)
    {
        BreakerTransition? moved;
        lock (_lock)
        {
            if (!released)
            {
                EndProbe_NeedsLock(permit);
            }

            End_NeedsLock(permit, end, released, Now);
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
                BreakerState.HalfOpen => _probes.Share,
                _ => 0,
            };
            var retryAfter = _state == BreakerState.Closed ? TimeSpan.Zero : RetryAfter_NeedsLock(now);
            status = new BreakerStatus(_state, share, retryAfter, new HoldOutCounts(_holdOutSent, _holdOutFailed));
            moved = TakeMove_NeedsLock();
        }

        Report(moved);
        return status;
    }

    private BreakerDecision Decide_NeedsLock(ulong voter, TimeSpan now)
    {
        if (_state is BreakerState.Open or BreakerState.HalfOpen)
        {
            _turns.Saw(voter, now);
        }

        return _state switch
        {
            BreakerState.Closed => Admit_NeedsLock(PolicyRole.Watched, voter),
            BreakerState.Open when _holdOuts.Offer(voter, now, _settings.HoldOutInterval, HoldOutRequests) =>
                Admit_NeedsLock(PolicyRole.HoldOut, voter),
            BreakerState.HalfOpen when _probes.Offer(voter, now) => Admit_NeedsLock(PolicyRole.Probe, voter),
            _ => new BreakerDecision(null, _state, PolicyRole.Refused, RetryAfter_NeedsLock(now)),
        };
    }

    private BreakerDecision Admit_NeedsLock(PolicyRole role, ulong voter) =>
        new(new BreakerPermit(this, role, _epoch, voter), _state, role, TimeSpan.Zero);

    private void EndProbe_NeedsLock(BreakerPermit permit)
    {
        if (permit.Role == PolicyRole.Probe && permit.Epoch == _epoch)
        {
            _probes.Ended();
        }
    }

    private void End_NeedsLock(BreakerPermit permit, PermitEnd end, bool released, TimeSpan now)
    {
        var current = permit.Epoch == _epoch;
        if (end == PermitEnd.Ignored)
        {
            if (permit.Role == PolicyRole.HoldOut && current && !released)
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

        if (current || (released && end == PermitEnd.Failure))
        {
            Account_NeedsLock(permit.Voter, end == PermitEnd.Success, now);
        }
    }

    private void Account_NeedsLock(ulong voter, bool success, TimeSpan now)
    {
        _votes.Count(voter, success, _epoch, now);
        switch (_state)
        {
            case BreakerState.Open:
                if (_votes.Sum(_epoch, _likelihood.OfSuccess, -_likelihood.OfFailure) >= LikelihoodRatio.Likely)
                {
                    HalfOpen_NeedsLock(now, blind: false, "hold-outs succeed");
                }

                break;
            case BreakerState.HalfOpen:
                AccountProbe_NeedsLock(success, now);
                break;
            case BreakerState.Closed:
                if (Fails_NeedsLock(LikelihoodRatio.NearlyCertain, now))
                {
                    Open_NeedsLock(now, "the scope fails again");
                }

                break;
        }
    }

    private void AccountProbe_NeedsLock(bool success, TimeSpan now)
    {
        _probes.Count(success);
        if (Fails_NeedsLock(LikelihoodRatio.Likely, now))
        {
            Open_NeedsLock(now, "probes fail");
            return;
        }

        if (success)
        {
            _probes.Succeeded();
        }

        Advance_NeedsLock(now);
    }

    private bool Fails_NeedsLock(double odds, TimeSpan now) =>
        _votes.Sum(_epoch, -_likelihood.OfSuccess, _likelihood.OfFailure) >= odds + _oddsForRate && _votes.EnoughFail(now);

    private void Advance_NeedsLock(TimeSpan now)
    {
        if (_state == BreakerState.Open && now >= _openUntil)
        {
            HalfOpen_NeedsLock(now, blind: true, "the recovery timeout is over");
        }
        else if (_state == BreakerState.HalfOpen && _probes.Advance(now, _votes.MostSucceed(_epoch)))
        {
            Move_NeedsLock(BreakerState.Closed, "the whole scope succeeds");
        }
    }

    private void Open_NeedsLock(TimeSpan now, string reason)
    {
        Move_NeedsLock(BreakerState.Open, reason);
        _epoch++;
        _openUntil = now + Jitter.Apply(_settings.RecoveryTimeout, _random);
        _holdOuts.Restart(now, _settings.HoldOutInterval);
    }

    private void HalfOpen_NeedsLock(TimeSpan now, bool blind, string reason)
    {
        Move_NeedsLock(BreakerState.HalfOpen, reason);
        _epoch++;
        _probes.Start(blind, _settings.RecoveryIncrement, now);
    }

    private void Move_NeedsLock(BreakerState state, string reason)
    {
        _moved = new BreakerTransition(_state, state, reason);
        _state = state;
        _settings = _options.CurrentValue;
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
