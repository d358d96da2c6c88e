namespace Gateway.Modules.Shared.Statistics;

/// <summary>What refusing costs: who was let through on purpose and succeeded would have been refused in vain.</summary>
internal static class FalseKills
{
    /// <summary>The share of hold-out requests that succeeded; null while there were none.</summary>
    public static FalseKillEstimate? Of(HoldOutCounts holdOut)
    {
        if (holdOut.Sent <= 0)
        {
            return null;
        }

        var succeeded = holdOut.Sent - holdOut.Failed;
        return new FalseKillEstimate(
            (double)succeeded / holdOut.Sent,
            WilsonInterval.Lower(succeeded, holdOut.Sent, WilsonInterval.TwoSided95),
            WilsonInterval.Upper(succeeded, holdOut.Sent, WilsonInterval.TwoSided95));
    }
}
