using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Limiting;

/// <summary>What became of the requests that one rate admitted. Not thread-safe.</summary>
internal sealed class Trial(bool namesPrincipal)
{
    private const int LeastFailures = 3;

    private readonly FailingPrincipals _failing = new(namesPrincipal);
    private int _succeeded;
    private int _failed;

    /// <summary>Share that failed, 0 without any.</summary>
    public double FailureShare => _failed == 0 ? 0 : (double)_failed / (_failed + _succeeded);

    public bool AnySucceeded => _succeeded > 0;

    public void Succeeded() => _succeeded++;

    public void Failed(ulong voter)
    {
        _failed++;
        _failing.Add(voter);
    }

    /// <summary>
    /// Whether more than a share surely fails (Wilson, one-sided 95 %), and with several principals. A single failure among few requests
    /// is more than any share, and would cut the rate of a service that always fails now and then until nothing is left of it.
    /// </summary>
    public bool FailsMoreThan(double share) =>
        _failed >= LeastFailures
        && _failing.AreEnough
        && WilsonInterval.Lower(_failed, _failed + _succeeded, WilsonInterval.OneSided95) > share;

    public void Clear()
    {
        (_succeeded, _failed) = (0, 0);
        _failing.Clear();
    }
}
