namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>
/// How many requests of one route may be sent again: a fifth of those of the last ten seconds, and three on a quiet route (Envoy's
/// <c>retry_budget</c> and its least concurrency). Without it a fault would double the load. Thread-safe.
/// </summary>
internal sealed class RepeatBudget(TimeProvider time)
{
    public const double Share = 0.2;
    public const int Least = 3;

    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly int[] _requests = new int[Seconds];
    private readonly int[] _repeats = new int[Seconds];
    private long _second;

    public void CountRequest()
    {
        lock (_lock)
        {
            _requests[Now_NeedsLock()]++;
        }
    }

    /// <summary>Takes one from the budget; false where it is spent.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = Now_NeedsLock();
            if (_repeats.Sum() + 1 > Math.Max(Least, Share * _requests.Sum()))
            {
                return false;
            }

            _repeats[now]++;
            return true;
        }
    }

    /// <summary>The request is not sent again after all.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            var now = Now_NeedsLock();
            _repeats[now] = Math.Max(0, _repeats[now] - 1);
        }
    }

    /// <summary>The place of this second, after those that have passed by were emptied.</summary>
    private int Now_NeedsLock()
    {
        var second = (long)time.GetElapsedTime(_start).TotalSeconds;
        var passed = Math.Min(second - _second, Seconds);
        for (var i = 1; i <= passed; i++)
        {
            _requests[(_second + i) % Seconds] = _repeats[(_second + i) % Seconds] = 0;
        }

        _second = second;
        return (int)(second % Seconds);
    }
}
