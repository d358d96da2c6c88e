using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Limiting;

/// <summary>
/// The limiter of one policy: a bucket whose rate an <see cref="IRateRule"/> decides, shared among principals, silent while the upstream
/// asks to be left alone. All state is guarded by one lock, held for arithmetic only; the log is written outside it.
/// </summary>
internal sealed class PolicyLimiter : IRateLimiter
{
    private readonly Lock _lock = new();
    private readonly Policy _policy;
    private readonly IRateRule _rule;
    private readonly IOptionsMonitor<LimiterOptions> _options;
    private readonly LimitingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _start;
    private readonly TokenBucket _bucket;
    private readonly FairShares _shares = new();
    private readonly UpstreamPauses? _pauses;
    private long _allowed;
    private long _limited;

    public PolicyLimiter(
        Policy policy,
        IRateRule rule,
        IOptionsMonitor<LimiterOptions> options,
        LimitingMetrics metrics,
        TimeProvider time,
        ILogger logger)
    {
        (_policy, _rule, _options, _metrics, _time, _logger) = (policy, rule, options, metrics, time, logger);
        _start = time.GetTimestamp();
        _bucket = new TokenBucket(rule.RatePerSecond, rule.Burst, TimeSpan.Zero);

        // An operator's rate is what the operator says, whatever the upstream says.
        _pauses = policy.Origin == PolicyOrigin.Learned ? new UpstreamPauses(policy.Scope.Names(DimensionNames.Principal)) : null;
    }

    /// <summary>Time since the limiter was made.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_start);

    public LimiterDecision TryAcquire(ulong voter)
    {
        LimiterDecision decision;
        string? news;
        lock (_lock)
        {
            var now = Now;
            news = Advance_NeedsLock(now);
            decision = Decide_NeedsLock(voter, now);
        }

        Report(news);
        return decision;
    }

    public void RecordSuccess()
    {
        lock (_lock)
        {
            _rule.Passed(Now);
        }
    }

    public void Succeeded(LimiterPermit permit)
    {
        string? news;
        lock (_lock)
        {
            var now = Now;
            _rule.Succeeded(permit.Epoch, permit.LatencyAt(now), now);
            _pauses?.Heard(permit.Voter, now);
            news = Advance_NeedsLock(now);
        }

        Report(news);
    }

    public void Failed(LimiterPermit permit, TimeSpan retryAfter)
    {
        string? news;
        lock (_lock)
        {
            var now = Now;
            _rule.Failed(permit.Epoch, permit.Voter, now);
            Hear_NeedsLock(permit.Voter, retryAfter, now);
            news = Advance_NeedsLock(now);
        }

        Report(news);
    }

    /// <summary>The request is not sent.</summary>
    public void GiveBack(LimiterPermit permit)
    {
        lock (_lock)
        {
            _allowed--;
            if (!_rule.IsLifted)
            {
                _shares.GiveBack(permit.Voter, permit.OfOwnShare, _bucket);
            }
        }
    }

    public void UpdatePolicy(double ratePerSecond, double burst)
    {
        lock (_lock)
        {
            _rule.Set(ratePerSecond, burst);
            _bucket.Set(_rule.RatePerSecond, _rule.Burst, Now);
        }
    }

    public LimiterStats GetStats()
    {
        LimiterStats stats;
        string? news;
        lock (_lock)
        {
            news = Advance_NeedsLock(Now);
            stats = new LimiterStats(_bucket.Rate, _bucket.Tokens, _allowed, _limited) { Lifted = _rule.IsLifted };
        }

        Report(news);
        return stats;
    }

    public int Cleanup(TimeSpan unusedFor)
    {
        lock (_lock)
        {
            return _shares.Forget(Now - unusedFor);
        }
    }

    private string? Advance_NeedsLock(TimeSpan now)
    {
        var news = _rule.Advance(now);
        _bucket.Set(_rule.RatePerSecond, _rule.Burst, now);
        return news;
    }

    private LimiterDecision Decide_NeedsLock(ulong voter, TimeSpan now)
    {
        if (_pauses?.UntilFor(voter) is { } until && until > now)
        {
            _limited++;
            return new LimiterDecision(null, until - now);
        }

        var ofOwnShare = false;
        if (!_rule.IsLifted && !TryTake_NeedsLock(voter, now, out ofOwnShare))
        {
            _limited++;
            _rule.Refused(now);
            return new LimiterDecision(null, _shares.RetryAfter(voter, _bucket));
        }

        _allowed++;
        return new LimiterDecision(new LimiterPermit(this, voter, ofOwnShare, _rule.Epoch, now), TimeSpan.Zero);
    }

    private bool TryTake_NeedsLock(ulong voter, TimeSpan now, out bool ofOwnShare)
    {
        var evicted = _shares.Evicted;
        var taken = _shares.TryTake(voter, _bucket, now, out ofOwnShare);
        _metrics.Evicted(_shares.Evicted - evicted);
        return taken;
    }

    private void Hear_NeedsLock(ulong voter, TimeSpan retryAfter, TimeSpan now)
    {
        var most = _options.CurrentValue.MaxRetryAfter;
        var wait = retryAfter < most ? retryAfter : most;
        if (wait <= TimeSpan.Zero)
        {
            _pauses?.Heard(voter, now);
        }
        else if (_pauses?.Told(voter, now + wait, now) == true)
        {
            _rule.Pause(_pauses.AllUntil);
        }
    }

    private void Report(string? news)
    {
        if (news is not null)
        {
            LimitingLog.Moved(_logger, _policy.Id, _rule.RatePerSecond, news);
        }
    }
}
