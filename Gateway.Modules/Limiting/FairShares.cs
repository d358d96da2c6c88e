using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Limiting;

/// <summary>
/// Shares one bucket among principals (max-min fairness without a queue). Each has a bucket of its own, filled with its equal part of the
/// rate: what that holds it may take as long as the common bucket has anything. What it asks for beyond, it gets only of what the others
/// leave, which is what the common bucket holds above half. So a greedy principal takes what is left over, and no more. Who has no name
/// shares one place with all others without one. Not thread-safe.
/// </summary>
internal sealed class FairShares
{
    /// <summary>Principals remembered; the one that has not asked for longest gives way.</summary>
    public const int Most = 1024;

    /// <summary>Who has asked within this time counts as one to share with.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromMilliseconds(250);

    private readonly BoundedMap<ulong, Place> _places = new(Most);
    private TimeSpan _countAt;
    private int _asking = 1;

    public int Count => _places.Count;

    /// <summary>Places that were taken from a principal for want of room.</summary>
    public long Evicted => _places.Evicted;

    /// <summary>Takes a token for a principal; the bucket is filled up to now.</summary>
    /// <param name="ofOwnShare">Whether it was the principal's own, not what others left.</param>
    public bool TryTake(ulong voter, TokenBucket bucket, TimeSpan now, out bool ofOwnShare)
    {
        var place = PlaceOf(voter, bucket, now);
        ofOwnShare = place.Own.Has(1) && bucket.Has(1);
        if (ofOwnShare)
        {
            place.Own.Take();
            bucket.Take();
            return true;
        }

        if (!bucket.Has(1 + ReserveOf(bucket)))
        {
            return false;
        }

        bucket.Take();
        return true;
    }

    /// <summary>When a principal that was refused may get a token, if others ask as they do now.</summary>
    public TimeSpan RetryAfter(ulong voter, TokenBucket bucket)
    {
        var beyond = bucket.Until(1 + ReserveOf(bucket));
        if (!_places.TryGet(voter, out var place))
        {
            return beyond;
        }

        var own = place.Own.Until(1);
        var common = bucket.Until(1);
        var within = own > common ? own : common;
        return within < beyond ? within : beyond;
    }

    public void GiveBack(ulong voter, bool ofOwnShare, TokenBucket bucket)
    {
        bucket.GiveBack();
        if (ofOwnShare && _places.TryGet(voter, out var place))
        {
            place.Own.GiveBack();
        }
    }

    /// <summary>Forgets who has not asked since. Returns how many they are.</summary>
    public int Forget(TimeSpan since)
    {
        var before = _places.Count;
        while (_places.Count > 0 && _places.Entries.First().Value.AskedAt < since)
        {
            _places.TryRemoveOldest(out _);
        }

        return before - _places.Count;
    }

    private static double ReserveOf(TokenBucket bucket) => bucket.Burst / 2;

    private Place PlaceOf(ulong voter, TokenBucket bucket, TimeSpan now)
    {
        if (now >= _countAt)
        {
            CountAsking(now);
        }

        var known = _places.TryTouch(voter, out var place);
        if (!known || now - place!.AskedAt > Asking)
        {
            _asking++;
        }

        var rate = bucket.Rate / _asking;
        var burst = Math.Max(1, bucket.Burst / _asking);
        if (!known)
        {
            _places.Set(voter, place = new Place(new TokenBucket(rate, burst, now)));
        }

        place!.AskedAt = now;
        place.Own.Set(rate, burst, now);
        return place;
    }

    private void CountAsking(TimeSpan now)
    {
        _countAt = now + CountEvery;
        _asking = 0;
        for (var node = _places.Newest; node is not null && now - node.Value.Value.AskedAt <= Asking; node = node.Previous)
        {
            _asking++;
        }
    }

    private sealed class Place(TokenBucket own)
    {
        public TokenBucket Own { get; } = own;

        public TimeSpan AskedAt { get; set; }
    }
}
