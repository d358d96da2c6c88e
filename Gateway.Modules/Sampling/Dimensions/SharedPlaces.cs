namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>
/// Bounded room for names or values that outsiders can invent without end, shared out so that none of them keeps the others' out.
/// <para>
/// Each place counts as the principal's who first took it. While there is room, everybody gets some. When it is full, a newcomer gets the
/// place that is worth least, if it may have it: one not seen for ten minutes; one that was brought once, a while ago; one of a principal
/// that holds at least two more than the newcomer's, unless many principals bring it by now. A newcomer that failed may also have one
/// that has not, as long as its principal holds no more than a quarter of the room or the place was its own. Failing places are
/// exchanged among failing ones, from who holds more to who holds less: whoever lets everything fail replaces its own. To what has not
/// failed only those give way that are a single principal's and more than its quarter.
/// </para>
/// What fails keeps its place for longer than the longest window, so that its successes are counted, too, from its first failure on.
/// One thread at a time.
/// </summary>
internal sealed class SharedPlaces(int capacity)
{
    /// <summary>Places looked at for one newcomer, so that the work stays bounded however large the room.</summary>
    private const int MostLookedAt = 256;

    private const long QuietOnceSeconds = 60;
    private const long FailedOnceSeconds = 2;

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly List<Place> _order = [];
    private readonly Dictionary<ulong, PlaceHolder> _holders = [];
    private readonly int _share = Math.Max(1, capacity / 4);
    private int _next;
    private int _spread;

    public int Capacity => capacity;

    public int Count => _order.Count;

    /// <summary>
    /// Whether more keys have come than there is room for, from so many principals that none of them decides it: three quarters of the
    /// room were taken at once while what one principal holds counts for a quarter at most. Stays so.
    /// </summary>
    public bool IsCrowded { get; private set; }

    /// <summary>The key's place, with its bringer noted; null where there is no room for it.</summary>
    /// <param name="replaced">The key that lost its place to this one.</param>
    public Place? TryKeep(string key, in Bringer by, out string? replaced)
    {
        replaced = null;
        if (!_places.TryGetValue(key, out var place))
        {
            place = TryPlace(key, by, out replaced);
        }

        place?.Bring(by);
        return place;
    }

    private Place? TryPlace(string key, in Bringer by, out string? replaced)
    {
        replaced = null;
        if (_order.Count < capacity)
        {
            var added = new Place(key, Hold(by.Principal));
            _order.Add(added);
            _places.Add(key, added);
            return added;
        }

        if (LeastWorth(by) is not { } index)
        {
            return null;
        }

        var old = _order[index];
        replaced = old.Key;
        _places.Remove(replaced);
        Release(old.Holder);
        var place = new Place(key, Hold(by.Principal));
        _order[index] = place;
        _places.Add(key, place);
        return place;
    }

    private int? LeastWorth(in Bringer by)
    {
        int? least = null;
        var held = _holders.TryGetValue(by.Principal, out var holder) ? holder.Count : 0;
        for (var looked = Math.Min(_order.Count, MostLookedAt); looked > 0; looked--)
        {
            _next = (_next + 1) % _order.Count;
            if (MayHave(_order[_next], by, held) && (least is not { } best || _order[_next].CompareWorth(_order[best], by.Second) < 0))
            {
                least = _next;
            }
        }

        return least;
    }

    private bool MayHave(Place place, in Bringer by, int held)
    {
        var holdsMore = place.Holder.Count >= held + 2;
        return place.IsForgotten(by.Second) || (place.IsFailing(by.Second), by.Failed) switch
        {
            (false, false) => place.Principals < Place.ManyPrincipals && (holdsMore || place.WasBroughtOnce(by.Second, QuietOnceSeconds)),
            (false, true) => holdsMore || held < _share || place.Holder.Principal == by.Principal,
            (true, true) => holdsMore || place.WasBroughtOnce(by.Second, FailedOnceSeconds),
            (true, false) => holdsMore && place.Holder.Count > _share && place.Principals < Place.ManyPrincipals,
        };
    }

    private PlaceHolder Hold(ulong principal)
    {
        if (!_holders.TryGetValue(principal, out var holder))
        {
            holder = new PlaceHolder(principal);
            _holders.Add(principal, holder);
        }

        _spread += holder.Count < _share ? 1 : 0;
        IsCrowded |= _spread * 4 >= capacity * 3;
        holder.Count++;
        return holder;
    }

    private void Release(PlaceHolder holder)
    {
        _spread -= --holder.Count < _share ? 1 : 0;
        if (holder.Count == 0)
        {
            _holders.Remove(holder.Principal);
        }
    }
}
