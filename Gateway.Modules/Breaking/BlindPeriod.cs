namespace Gateway.Modules.Breaking;

/// <summary>
/// The first part of a half-open period that time alone has opened: nothing is known yet, the fault may well go on. Until the
/// first success no more than one in five is admitted, and no more than two are under way, which is what it takes to open again.
/// Not thread-safe.
/// </summary>
internal sealed class BlindPeriod
{
    public const double MostShare = 1.0 / HoldOutSchedule.LeastRequests;
    private const int MostProbes = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private int _underWay;
    private TimeSpan _last;

    public bool IsOn { get; private set; }

    public void Start(bool on)
    {
        IsOn = on;
        _underWay = 0;
    }

    /// <summary>Ends with the first success. Whether this was it.</summary>
    public bool EndIfOn()
    {
        var on = IsOn;
        IsOn = false;
        return on;
    }

    // After a second another one goes although two are still under way: a permit that never ends must not stop recovery.
    public bool HasRoom(TimeSpan now) => !IsOn || _underWay < MostProbes || now - _last >= Patience;

    public void ProbeSent(TimeSpan now)
    {
        _underWay++;
        _last = now;
    }

    public void ProbeEnded() => _underWay--;
}
