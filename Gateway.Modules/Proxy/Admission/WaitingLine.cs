namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// Requests that wait for a place, a line for each principal. Places go round the principals, so that a long line makes only its own
/// principal wait. Everything is under one lock but the count.
/// </summary>
internal sealed class WaitingLine
{
    /// <summary>
    /// Principals asked for one free place: a bound for the work, not for who gets in, since the round goes on where it ended.
    /// </summary>
    private const int AskedAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, LinkedList<Waiter>> _lines = [];
    private readonly LinkedList<int> _round = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Null when the line is full, or when the principal has its share of it.</summary>
    public Waiter? TryJoin(int principal, int most, double factor)
    {
        lock (_lock)
        {
            var own = _lines.GetValueOrDefault(principal);
            if (_count >= most || (own?.Count ?? 0) >= factor * (most - _count))
            {
                return null;
            }

            if (own is null)
            {
                own = new LinkedList<Waiter>();
                _lines.Add(principal, own);
                _round.AddLast(principal);
            }

            var waiter = new Waiter(principal);
            own.AddLast(waiter);
            Interlocked.Increment(ref _count);
            return waiter;
        }
    }

    public void Remove(Waiter waiter)
    {
        lock (_lock)
        {
            if (_lines.TryGetValue(waiter.Principal, out var own) && own.Remove(waiter))
            {
                Interlocked.Decrement(ref _count);
                DropIfEmpty(own, waiter.Principal);
            }
        }
    }

    /// <summary>Gives the free places of the room to those who wait.</summary>
    public void LetInto(DestinationRoom room)
    {
        lock (_lock)
        {
            for (var asked = 0; asked < AskedAtOnce && !room.IsFull && _round.First is { } first; asked++)
            {
                _round.RemoveFirst();
                _round.AddLast(first);
                if (room.TryTake(first.Value) && !EnterOne(first.Value))
                {
                    room.GiveBack(first.Value);
                }
            }
        }
    }

    /// <summary>The principal's first one that has not given up.</summary>
    private bool EnterOne(int principal)
    {
        var own = _lines[principal];
        var entered = false;
        while (!entered && own.First is { } next)
        {
            own.RemoveFirst();
            Interlocked.Decrement(ref _count);
            entered = next.Value.End(entered: true);
        }

        DropIfEmpty(own, principal);
        return entered;
    }

    private void DropIfEmpty(LinkedList<Waiter> own, int principal)
    {
        if (own.Count == 0)
        {
            _lines.Remove(principal);
            _round.Remove(principal);
        }
    }
}
