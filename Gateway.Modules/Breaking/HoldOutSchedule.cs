namespace Gateway.Modules.Breaking;

/// <summary>
/// Picks the requests that pass an open breaker as evidence: one when an interval (give or take 10 %) has gone by or when a
/// number of matching requests have come since the last one, but never more than one in five. Not thread-safe.
/// </summary>
internal sealed class HoldOutSchedule(Random random)
{
    /// <summary>Every so many matching requests one may pass at most: never two in a row, however thin the scope.</summary>
    public const int LeastRequests = 5;

    private TimeSpan _dueAt;
    private int _requests;

    /// <summary>Begins to wait anew.</summary>
    public void Restart(TimeSpan now, TimeSpan interval)
    {
        _dueAt = now + Jitter.Apply(interval, random);
        _requests = 0;
    }

    /// <summary>Counts one matching request and says whether it passes.</summary>
    public bool Offer(TimeSpan now, TimeSpan interval, int requests)
    {
        _requests++;
        if (_requests < LeastRequests || (now < _dueAt && _requests < requests))
        {
            return false;
        }

        Restart(now, interval);
        return true;
    }

    /// <summary>The last one came to nothing: the next one is due as soon as one in five allows.</summary>
    public void GiveBack(TimeSpan now) => _dueAt = now;
}
