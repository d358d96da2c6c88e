using Gateway.Modules.Shared.Secrets;

namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>A principal and how many places it was the first to take.</summary>
internal sealed class PlaceHolder(ulong principal)
{
    public ulong Principal { get; } = principal;

    public int Count { get; set; }
}

/// <summary>The place of one name or value: who brought it, how often, and when it last failed. One thread at a time.</summary>
internal sealed class Place(string key, PlaceHolder holder)
{
    /// <summary>From as many principals on it is nobody's own.</summary>
    public const int ManyPrincipals = ValueDisclosure.ManyPrincipals;

    /// <summary>How long a failure counts, in seconds: longer than the longest window in which scopes are looked for.</summary>
    private const long FailureMemory = 90;

    /// <summary>Not seen for so many seconds, a place is free.</summary>
    private const long Forgotten = 600;

    private long _seen;
    private long? _failed;
    private int _times;
    private ulong? _second;

    public string Key { get; } = key;

    /// <summary>Who brought it first; it counts as this principal's, however many bring it later.</summary>
    public PlaceHolder Holder { get; } = holder;

    /// <summary>How many principals brought it, counted up to <see cref="ManyPrincipals"/>.</summary>
    public int Principals { get; private set; }

    public void Bring(in Bringer by)
    {
        _seen = Math.Max(_seen, by.Second);
        _failed = by.Failed ? by.Second : _failed;
        _times = Math.Min(_times + 1, int.MaxValue - 1);
        if (Principals == 0)
        {
            Principals = 1;
        }
        else if (Principals == 1 && by.Principal != Holder.Principal)
        {
            _second = by.Principal;
            Principals = 2;
        }
        else if (Principals == 2 && by.Principal != Holder.Principal && by.Principal != _second)
        {
            Principals = ManyPrincipals;
        }
    }

    public bool IsForgotten(long now) => now - _seen >= Forgotten;

    public bool IsFailing(long now) => now - _failed < FailureMemory;

    /// <summary>Whether it was brought once and not again for so many seconds.</summary>
    public bool WasBroughtOnce(long now, long since) => _times == 1 && now - _seen >= since;

    /// <summary>Below zero where this place is worth less than the other.</summary>
    public int CompareWorth(Place other, long now)
    {
        var order = other.IsForgotten(now).CompareTo(IsForgotten(now));
        order = order != 0 ? order : IsFailing(now).CompareTo(other.IsFailing(now));
        order = order != 0 ? order : Principals.CompareTo(other.Principals);
        order = order != 0 ? order : other.Holder.Count.CompareTo(Holder.Count);
        order = order != 0 ? order : (_times > 1).CompareTo(other._times > 1);
        return order != 0 ? order : _seen.CompareTo(other._seen);
    }
}
