namespace Gateway.Modules.Breaking;

/// <summary>
/// Picks the requests that pass an open breaker as evidence: one when an interval (give or take 10 %) has gone by or when a
/// number of matching requests have come since the last one, but never more than one in five. Principals take turns; where the one
/// whose turn it is does not come within <see cref="Patience"/>, whoever comes passes. Not thread-safe.
/// </summary>
internal sealed class HoldOutSchedule(Random random, PrincipalTurns turns)
{
    /// <summary>Every so many matching requests one may pass at most: never two in a row, however thin the scope.</summary>
    public const int LeastRequests = 5;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private TimeSpan _dueAt;
    private TimeSpan? _waitingSince;
    private int _requests;

    /// <summary>Begins to wait anew.</summary>
    public void Restart(TimeSpan now, TimeSpan interval)
    {
        _dueAt = now + Jitter.Apply(interval, random);
        _waitingSince = null;
        _requests = 0;
    }

    /// <summary>Counts one matching request and says whether it passes.</summary>
    public bool Offer(ulong voter, TimeSpan now, TimeSpan interval, int requests)
    {
        _requests++;
        if (_requests < LeastRequests || (now < _dueAt && _requests < requests))
        {
            return false;
        }

        _waitingSince ??= now;
        if (now - _waitingSince < Patience && !turns.IsNext(voter, now))
        {
            return false;
        }

        turns.Take(voter, now);
        Restart(now, interval);
        return true;
    }

    /// <summary>The last one came to nothing: the next one is due as soon as one in five allows.</summary>
    public void GiveBack(TimeSpan now) => _dueAt = now;
}
