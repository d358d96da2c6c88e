namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// The requests in flight to one destination, and those that wait for it. A principal may hold its share of the places only as long as
/// others leave them free: at most <c>share / (1 - share)</c> times as many as are free (dynamic thresholds, Choudhury and Hahne 1998).
/// So one who holds on to all it gets leaves room for the next: with a share of a half, half of what is left. Entering and leaving take no
/// lock and allocate nothing while nobody waits.
/// </summary>
internal sealed class DestinationRoom(int places, RoomLimits limits, TimeProvider time)
{
    private readonly double _factor = limits.PrincipalShare < 1
        ? limits.PrincipalShare / (1 - limits.PrincipalShare) : double.PositiveInfinity;
    private readonly PrincipalCounts _held = new();
    private readonly WaitingLine _line = new();
    private int _inFlight;

    /// <summary>Requests that wait now.</summary>
    public int Waiting => _line.Count;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>True: the caller is in and must <see cref="Leave"/>. Newcomers do not overtake those who wait.</summary>
    public bool TryEnter(int principal) => _line.Count == 0 && TryTake(principal);

    public void Leave(int principal)
    {
        GiveBack(principal);
        if (_line.Count > 0)
        {
            LetIn();
        }
    }

    /// <summary>Waits for a place, <see cref="RoomLimits.MaxWait"/> at most. True: the caller is in and must <see cref="Leave"/>.</summary>
    public async Task<bool> WaitAsync(int principal, CancellationToken cancellationToken)
    {
        if (limits.MaxWait <= TimeSpan.Zero || _line.TryJoin(principal, limits.MaxWaiting, _factor) is not { } waiter)
        {
            return false;
        }

        // A place may have become free between the look and the joining, with nobody in the line to be told.
        LetIn();
        await using var timer = time.CreateTimer(static w => ((Waiter)w!).End(entered: false), waiter, limits.MaxWait,
            Timeout.InfiniteTimeSpan);
        await using var gone = cancellationToken.UnsafeRegister(static w => ((Waiter)w!).End(entered: false), waiter);
        var entered = await waiter.Ended;
        if (!entered)
        {
            _line.Remove(waiter);
        }

        return entered;
    }

    public bool IsFull => InFlight >= places;

    /// <summary>A place for the principal, whoever waits for one.</summary>
    public bool TryTake(int principal)
    {
        var inFlight = Interlocked.Increment(ref _inFlight);
        var held = _held.Increment(principal);
        var freeBefore = places - inFlight + 1;
        if (inFlight <= places && held - 1 < _factor * freeBefore)
        {
            return true;
        }

        GiveBack(principal);
        return false;
    }

    public void GiveBack(int principal)
    {
        _held.Decrement(principal);
        Interlocked.Decrement(ref _inFlight);
    }

    private void LetIn() => _line.LetInto(this);
}

/// <param name="PrincipalShare">Largest share of the places that one principal may hold while nobody else is there.</param>
/// <param name="MaxWaiting">Requests that may wait.</param>
/// <param name="MaxWait">How long one may wait.</param>
internal sealed record RoomLimits(double PrincipalShare, int MaxWaiting, TimeSpan MaxWait);
