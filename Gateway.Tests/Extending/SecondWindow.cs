namespace Acme.Errors;

#region readme

/// <summary>So many requests in each second, counted anew when the second is over, whoever sends them.</summary>
public sealed class SecondWindow(TimeProvider time, double ratePerSecond) : IRateLimiter
{
    private readonly Lock _lock = new();
    private double _rate = ratePerSecond;
    private long _start = time.GetTimestamp();
    private int _taken;
    private long _allowed;
    private long _limited;

    public LimiterDecision TryAcquire(ulong voter)
    {
        lock (_lock)
        {
            var passed = time.GetElapsedTime(_start);
            if (passed >= TimeSpan.FromSeconds(1))
            {
                (_start, _taken, passed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            }

            if (_taken >= _rate)
            {
                _limited++;
                return new LimiterDecision(null, TimeSpan.FromSeconds(1) - passed);
            }

            (_taken, _allowed) = (_taken + 1, _allowed + 1);
            return new LimiterDecision(AdmittedPermit.Instance, TimeSpan.Zero);
        }
    }

    public void UpdatePolicy(double ratePerSecond, double burst)
    {
        lock (_lock)
        {
            _rate = ratePerSecond;
        }
    }

    public LimiterStats GetStats()
    {
        lock (_lock)
        {
            return new(_rate, Math.Max(0, _rate - _taken), _allowed, _limited);
        }
    }

    /// <summary>What becomes of requests changes nothing.</summary>
    public void RecordSuccess()
    {
    }

    /// <summary>One counter, so there is nothing to drop.</summary>
    public int Cleanup(TimeSpan unusedFor) => 0;
}

/// <summary>Makes one for each policy that limits.</summary>
public sealed class SecondWindows(TimeProvider time) : IRateLimiterFactory
{
    public IRateLimiter Create(Policy policy) => new SecondWindow(time, policy.RatePerSecond ?? 100);
}

#endregion
