namespace Gateway.Lab.Figures;

/// <summary>
/// How many doomed requests may be let through on purpose without counting against the gateway: the larger of 2.5 % of them,
/// and one a second but no more than one in five. Rounded up: one request is the least that can be let through.
/// </summary>
internal static class HoldOutAllowance
{
    public static int Of(int doomed, double seconds) =>
        (int)Math.Ceiling(Math.Max(0.025 * doomed, Math.Min(seconds, doomed / 5.0)));

    /// <summary>Share of the doomed that were refused, the allowed hold-outs left out; null where none is left to count.</summary>
    public static double? RefusedShare(int doomed, int refused, int holdOut, double seconds)
    {
        var counted = doomed - Math.Min(holdOut, Of(doomed, seconds));
        return counted > 0 ? (double)refused / counted : null;
    }
}
