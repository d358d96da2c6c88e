namespace Acme.Errors;

#region readme

/// <summary>So many requests in each second, counted anew when the second is over.</summary>
public sealed class SecondWindow(TimeProvider time, double ratePerSecond) : IRateLimiter
{
    private readonly Lock _lock = new();
    private double _rate = ratePerSecond;
    private long _start = time.GetTimestamp();
    private int _taken;
    private long _allowed;
    private long _limited;

    public bool TryAcquire(out TimeSpan retryAfter)
    {
        lock (_lock)
        {
            var passed = time.GetElapsedTime(_start);
            if (passed >= TimeSpan.FromSeconds(1))
            {
                (_start, _taken, passed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            }

            var isFree = _taken < _rate;
            (_taken, _allowed, _limited) = isFree ? (_taken + 1, _allowed + 1, _limited) : (_taken, _allowed, _limited + 1);
            retryAfter = isFree ? TimeSpan.Zero : TimeSpan.FromSeconds(1) - passed;
            return isFree;
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

    /// <summary>One counter, so there is nothing to drop.</summary>
    public int Cleanup(TimeSpan unusedFor) => 0;
}

#endregion
