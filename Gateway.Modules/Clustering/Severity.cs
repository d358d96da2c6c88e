namespace Gateway.Modules.Clustering;

/// <summary>
/// How bad a cluster is, 0 to 1: <c>kind * (0.4 r + 0.4 min(rate, 1) sqrt(share) + 0.2 g r)</c> with r = rate / (rate + 10), share =
/// the cluster's part of all traffic, g = log2(trend) / log2(6) between 0 and 1, and a weight for what the errors mean. Ten errors a
/// second are half of the rate's part; the root lets a fault of 1 % of the traffic show; share and growth count only with errors
/// behind them, since both say much about little when everything is quiet.
/// </summary>
internal static class Severity
{
    private const double HalfRate = 10;
    private static readonly double FullGrowth = Math.Log2(6);

    public static double Of(double rate, double trend, double share, ErrorKind kind)
    {
        var strength = rate / (rate + HalfRate);
        var growth = trend > 1 ? Math.Min(Math.Log2(trend) / FullGrowth, 1) : 0;
        return Weight(kind) * ((0.4 * strength) + (0.4 * Math.Min(rate, 1) * Math.Sqrt(Math.Clamp(share, 0, 1)))
            + (0.2 * growth * strength));
    }

    private static double Weight(ErrorKind kind) => kind switch
    {
        ErrorKind.DependencyDown or ErrorKind.ResourceExhausted => 1,
        ErrorKind.Defect or ErrorKind.Overload => 0.9,
        ErrorKind.DataConflict or ErrorKind.Unknown => 0.8,
        ErrorKind.Quota => 0.7,
        ErrorKind.ContentPolicy => 0.5,
        _ => 0.4,
    };
}
