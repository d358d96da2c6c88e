using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Policies;

/// <summary>
/// What hold-outs say of a fault while it lasts. A success counts once a failure comes after it: the successes after the last failure are
/// the recovery, and cost nobody anything that waiting would not.
/// </summary>
internal sealed class HoldOutTally
{
    /// <summary>Beyond, the older half is worth half: a fault may change.</summary>
    private const int Memory = 200;

    private int _succeededSince;

    public int Sent { get; private set; }

    public int Failed { get; private set; }

    /// <summary>P(fail) at the upper end of its 95 % interval.</summary>
    public double HighestFailureShare => 1 - WilsonInterval.Lower(Sent - Failed, Sent, WilsonInterval.TwoSided95);

    public void HeldOut(bool failed)
    {
        if (!failed)
        {
            _succeededSince++;
            return;
        }

        Sent += _succeededSince + 1;
        Failed++;
        _succeededSince = 0;
        if (Sent > Memory)
        {
            (Sent, Failed) = (Sent / 2, Failed / 2);
        }
    }

    /// <summary>Requests are admitted again.</summary>
    public void Recovered() => _succeededSince = 0;
}
