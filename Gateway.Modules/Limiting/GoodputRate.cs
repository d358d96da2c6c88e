using Microsoft.Extensions.Options;

namespace Gateway.Modules.Limiting;

/// <summary>
/// A rate that follows what the scope achieves. Looks every quarter of a second:
/// <list type="bullet">
/// <item>Failures among what the present rate admitted, or a median latency of three times the service's own, mean that more comes than is
/// served. What is served is then measured, the successes of the last second, and is what the rate is cut to, less a little. Halving, or
/// cutting again before the cut can show, starves a service.</item>
/// <item>What has queued up must go, or all that is admitted waits for nothing: <see cref="Phase.Draining"/> admits three quarters, or a
/// little more where the queue has only begun, while the service works it off, until latency is back or until successes fall with the
/// rate, which says that there is no queue.</item>
/// <item>Without failures the rate grows, slowly first, then faster: by 2 % after half a second, 15 % after 1.5 s, 30 % after 2.5 s; and by
/// half at once where answers come twice as fast as they ever did under the limit. A rate at the floor says that nothing was served, not so
/// much: from there it doubles (as TCP starts, RFC 5681, 3.1).</item>
/// <item>After two seconds with neither refusal nor failure the pressure is gone: <see cref="Phase.Lifted"/> admits all and watches, and
/// begins again at once when failures return.</item>
/// <item>A limit that does not help (<see cref="LimitEffect"/>) rests.</item>
/// </list>
/// Not thread-safe.
/// </summary>
internal sealed class GoodputRate : IRateRule
{
    private const double TooMany = 0.05;
    private const double TooManyAgain = 0.1;
    private const double Margin = 0.95;
    private const double DrainShare = 0.75;
    private const double GentleDrainShare = 0.85;
    private const double Unmeasured = 0.9;
    private const double FreedGrowth = 1.5;
    private const double SlowStartGrowth = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan ShortestDrain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LiftAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WatchWindow = TimeSpan.FromSeconds(2);

    private readonly IOptionsMonitor<LimiterOptions> _options;
    private readonly GoodputMeter _goodput = new();
    private readonly ServiceLatency _latency = new();
    private readonly LimitEffect _effect = new();
    private readonly Trial _trial;
    private Phase _phase;

    /// <summary>What the service is believed to achieve.</summary>
    private double _capacity;

    private double _drainShare = DrainShare;

    /// <summary>When the present rate, or the present look at a lifted scope, began.</summary>
    private TimeSpan _since;
    private TimeSpan _nextLook;
    private TimeSpan _nextGrowth;
    private TimeSpan _lastRefusal;
    private TimeSpan _lastFailure;
    private TimeSpan _liftedUntil;

    /// <summary>Whether what is refused is sent all the same: then no cut makes fewer fail, and successes do not follow the rate.</summary>
    private bool _isShadow;

    public GoodputRate(Policy policy, IOptionsMonitor<LimiterOptions> options)
    {
        _options = options;
        _trial = new Trial(policy.Scope.Names(DimensionNames.Principal));
        _capacity = Bounded(policy.RequestsPerSecond * (1 - policy.FailureProbability));
        _effect.Begin(_capacity, policy.FailureProbability);

        // What does not say how much comes is measured first.
        _phase = policy.RequestsPerSecond > 0 ? Phase.Draining : Phase.Lifted;
        RatePerSecond = Bounded(DrainShare * _capacity);
    }

    private enum Phase
    {
        Draining,
        Holding,
        Lifted,
    }

    public double RatePerSecond { get; private set; }

    public double Burst => Math.Max(2, 0.1 * RatePerSecond);

    public bool IsLifted => _phase == Phase.Lifted;

    public int Epoch { get; private set; }

    public void Refused(TimeSpan now) => _lastRefusal = now;

    public void Succeeded(int epoch, TimeSpan latency, TimeSpan now)
    {
        _goodput.Count(now);
        if (epoch == Epoch)
        {
            _trial.Succeeded();
            _latency.Add(latency);
        }
    }

    public void Passed(TimeSpan now)
    {
        _goodput.Count(now);
        _isShadow = true;
    }

    public void Failed(int epoch, ulong voter, TimeSpan now)
    {
        _goodput.Begin(now);
        _lastFailure = now;
        if (epoch == Epoch)
        {
            _trial.Failed(voter);
        }
    }

    public void Pause(TimeSpan until)
    {
        _lastRefusal = Later(_lastRefusal, until);
        NewTrial(until);
        _goodput.Restart();
    }

    public void Set(double ratePerSecond, double burst)
    {
        _capacity = RatePerSecond = Bounded(ratePerSecond);
        _phase = _phase == Phase.Lifted ? Phase.Lifted : Phase.Holding;
    }

    public string? Advance(TimeSpan now)
    {
        if (now < _nextLook || now < _since)
        {
            return null;
        }

        _nextLook = now + Look;
        return _phase == Phase.Lifted ? Watch(now) : Shape(now);
    }

    private string? Watch(TimeSpan now)
    {
        if (now >= _liftedUntil && _trial.FailsMoreThan(TooManyAgain))
        {
            return Begin(now);
        }

        // Not a new epoch: answers may take longer than a window, and all are to the same rate.
        if (now - _since >= WatchWindow)
        {
            _since = now;
            _trial.Clear();
        }

        return null;
    }

    private string? Shape(TimeSpan now)
    {
        var atTheTop = RatePerSecond >= _options.CurrentValue.MaxRate;
        if (now - _lastFailure >= LiftAfter && (atTheTop || now - _lastRefusal >= LiftAfter))
        {
            _effect.Helped();
            return Lift(now, now, "lifted, the pressure is gone");
        }

        if (_trial.FailsMoreThan(TooMany))
        {
            if (_effect.IsInVain(_trial.FailureShare, now))
            {
                return Lift(now, now + _effect.TakeRest(), "lifted for a while, as large a part fails as before");
            }

            Cut(now, DrainShare);
        }
        else if (_phase == Phase.Draining)
        {
            Drain(now);
        }
        else if (_latency.Queues)
        {
            Cut(now, GentleDrainShare);
        }
        else
        {
            Grow(now);
        }

        return null;
    }

    private string Begin(TimeSpan now)
    {
        var share = _trial.FailureShare;
        _capacity = RatePerSecond = _options.CurrentValue.MaxRate;
        Cut(now, DrainShare);
        _effect.Begin(_capacity, share);
        return "limits, failures are back";
    }

    /// <summary>
    /// To what is served, less a little. While a queue is worked off, successes say what is served although less is admitted.
    /// </summary>
    private void Cut(TimeSpan now, double drainShare)
    {
        _drainShare = drainShare;
        var believed = _phase == Phase.Draining ? _capacity : RatePerSecond;
        _capacity = Bounded(_goodput.PerSecond(now) is { } measured
            ? _isShadow ? measured : Math.Min(believed, measured)
            : Unmeasured * believed);
        Admit(!_latency.IsOwn && !_isShadow && !IsStarved ? Phase.Draining : Phase.Holding, now);
        _effect.CutTo(_capacity, now);
    }

    private void Drain(TimeSpan now)
    {
        if (_goodput.PerSecond(now) is { } served && served > _capacity)
        {
            // A queue keeps the service busy: what comes out of it is all that it can do.
            _capacity = Bounded(served);
            RatePerSecond = Bounded(_drainShare * _capacity);
        }

        var lasted = now - _since;
        _latency.LookForFastest();
        if (_latency.IsOwn)
        {
            Admit(Phase.Holding, now);
        }
        else if (lasted >= LongestDrain || (lasted >= ShortestDrain && _goodput.PerSecond(now) < ((1 + _drainShare) / 2) * _capacity))
        {
            // No queue can be left: whatever latency is now is the service's own.
            _latency.TakeForOwn();
            Admit(Phase.Holding, now);
        }
    }

    /// <summary>Whether nothing to speak of was served when the rate was cut.</summary>
    private bool IsStarved => _capacity <= 2 * Bounded(0);

    private void Grow(TimeSpan now)
    {
        if (IsStarved)
        {
            if (_trial.AnySucceeded && now >= _nextGrowth)
            {
                RatePerSecond = Bounded(SlowStartGrowth * RatePerSecond);
                _nextGrowth = now + Look;
            }

            return;
        }

        if (_latency.Median is not { } median)
        {
            return;
        }

        _latency.LookForImprovement();
        if (now < _nextGrowth)
        {
            return;
        }

        // What takes long to answer takes long to show whether it was too much.
        var pace = Math.Max(1, median / Look);
        RatePerSecond = Bounded((_latency.IsFreed ? FreedGrowth : RateGrowth.FactorAfter((now - _since) / pace)) * RatePerSecond);
        _nextGrowth = now + (pace * Look);
    }

    private string Lift(TimeSpan now, TimeSpan until, string news)
    {
        (_phase, _liftedUntil) = (Phase.Lifted, until);
        _latency.Forget();
        NewTrial(now);
        return news;
    }

    private void Admit(Phase phase, TimeSpan now)
    {
        _phase = phase;
        RatePerSecond = Bounded((phase == Phase.Draining ? _drainShare : Margin) * _capacity);
        NewTrial(now);
    }

    /// <summary>What was admitted until now says nothing about what comes.</summary>
    private void NewTrial(TimeSpan now)
    {
        Epoch++;
        _isShadow = false;
        _since = now;
        _trial.Clear();
        _latency.NewRate();
    }

    private double Bounded(double rate)
    {
        var options = _options.CurrentValue;
        return Math.Clamp(rate, Math.Min(options.MinRate, options.MaxRate), options.MaxRate);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
