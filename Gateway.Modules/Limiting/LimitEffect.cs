namespace Gateway.Modules.Limiting;

/// <summary>
/// Whether a limit helps. A rate that has come down to half while as large a part fails as before is no cure: the failures do not come
/// from the load. Where most succeed all the same, refusing is in vain. Not thread-safe.
/// </summary>
internal sealed class LimitEffect
{
    private const double MostlyFails = 0.5;
    private static readonly TimeSpan ShowsWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);

    private double _capacity;
    private double _failureShare;
    private TimeSpan? _halvedSince;
    private TimeSpan _rest = ShortestRest;

    /// <summary>Limiting begins with what the scope achieves, and the part that fails.</summary>
    public void Begin(double capacity, double failureShare) => (_capacity, _failureShare, _halvedSince) = (capacity, failureShare, null);

    public void CutTo(double capacity, TimeSpan now) => _halvedSince = capacity >= _capacity / 2 ? null : _halvedSince ?? now;

    public bool IsInVain(double failureShare, TimeSpan now) =>
        now - _halvedSince >= ShowsWithin && failureShare >= _failureShare / 2 && failureShare <= MostlyFails;

    /// <summary>How long to let it be: twice as long each time.</summary>
    public TimeSpan TakeRest()
    {
        var rest = _rest;
        _rest = 2 * rest < LongestRest ? 2 * rest : LongestRest;
        return rest;
    }

    /// <summary>The pressure is gone: so it did help.</summary>
    public void Helped() => _rest = ShortestRest;
}
