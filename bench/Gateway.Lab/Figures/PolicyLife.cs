namespace Gateway.Lab.Figures;

/// <summary>A policy as the gateway listed it, from the first look at it to the last. Times in milliseconds of the run.</summary>
/// <param name="Action">In lower case, as in refusals.</param>
/// <param name="Mode">In lower case.</param>
/// <param name="FalseKill">The gateway's own estimate at the last look; null while it has none.</param>
internal sealed record PolicyLife(
    string Id, string ScopeText, string Action, string Mode, double FromMs, double ToMs, FalseKillInterval? FalseKill = null)
{
    public bool IsEnforced => Mode == "enforce" && Action != "observe";
}

/// <summary>The share of refused requests that would have succeeded, with its interval.</summary>
internal sealed record FalseKillInterval(double Ratio, double Low, double High)
{
    /// <summary>Ratios of counts compare with intervals of counts: the last digits are the machine's.</summary>
    private const double Slack = 1e-6;

    public bool Covers(double truth) => truth >= Low - Slack && truth <= High + Slack;
}
