using System.Net;
using Gateway.Modules.Shared.Collections;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Admin.Access;

/// <summary>
/// Slows down whoever tries keys: each wrong one of a caller makes its answer wait twice as long as the one before, up to a bound. Only
/// answers to wrong keys wait, so that nobody locks out the right one. Callers beyond the cap share one place, and only so many answers
/// wait at once. One lock guards the places.
/// </summary>
internal sealed class WrongKeys(TimeProvider time)
{
    public const int MaxWaiting = 256;
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private const int MaxCallers = 1024;
    private const int MaxDoublings = 10;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly FoldingMap<string, (int Tries, long At)> _callers = new(MaxCallers, rest: "", StringComparer.Ordinal);
    private int _waiting;

    /// <summary>Returns once the answer may go; false where too many wait already.</summary>
    public async Task<bool> WaitAsync(IPAddress? caller, CancellationToken cancellationToken)
    {
        var wait = NextWait(PrincipalName.OfAddress(caller));
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private TimeSpan NextWait(string caller)
    {
        lock (_lock)
        {
            if (_callers.IsFull)
            {
                _callers.RemoveWhere(IsForgotten);
            }

            ref var known = ref _callers.Of(caller, out _);
            var tries = IsForgotten(known) ? 0 : known.Tries;
            known = (Math.Min(tries + 1, MaxDoublings), time.GetTimestamp());
            var wait = FirstWait * Math.Pow(2, tries);
            return wait < LongestWait ? wait : LongestWait;
        }
    }

    private bool IsForgotten((int Tries, long At) place) => time.GetElapsedTime(place.At) > Memory;
}
