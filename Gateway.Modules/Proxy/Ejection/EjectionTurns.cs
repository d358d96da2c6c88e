using System.Runtime.CompilerServices;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>
/// Which requests an ejection's breaker is asked about. It thinks in requests of its destination, and an ejected destination has none:
/// those count that would have gone there, one in as many as there are destinations. Kept for as long as the policy's state.
/// </summary>
internal sealed class EjectionTurns(TimeProvider time)
{
    /// <summary>How long a hold-out that is due waits for a request without a body, which costs less when it fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The golden ratio's fraction: its multiples spread evenly over 0 to 1, whatever the period of the traffic, with no chance in it.
    /// </summary>
    private const double GoldenFraction = 0.6180339887498949;

    private const long NotWaiting = -1;

    private long _requests;
    private long _waitingSince = NotWaiting;

    /// <summary>Whether this request would have gone to the destination.</summary>
    /// <param name="destinations">How many there are to choose from, this one included.</param>
    public bool IsNext(int destinations) =>
        Interlocked.Increment(ref _requests) * GoldenFraction % 1 * destinations < 1;

    /// <summary>Whether a request may be the hold-out that is due.</summary>
    public bool Suits(bool hasBody)
    {
        var since = Interlocked.Read(ref _waitingSince);
        if (!hasBody || (since != NotWaiting && time.GetElapsedTime(since) >= Patience))
        {
            Interlocked.Exchange(ref _waitingSince, NotWaiting);
            return true;
        }

        Interlocked.CompareExchange(ref _waitingSince, time.GetTimestamp(), NotWaiting);
        return false;
    }
}

/// <summary>The turns of each ejection.</summary>
internal sealed class EjectionTurnsOfPolicies(TimeProvider time)
{
    private readonly ConditionalWeakTable<PolicyState, EjectionTurns> _turns = [];

    public EjectionTurns Of(LivePolicy policy) => _turns.GetValue(policy.State, _ => new EjectionTurns(time));
}
