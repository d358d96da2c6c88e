namespace Gateway.Modules.Shared.Statistics;

/// <summary>
/// Confidence bounds of a proportion (Wilson 1927, "Probable inference, the law of succession, and statistical inference"):
/// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). With no data the bounds are 0 and 1.
/// </summary>
public static class WilsonInterval
{
    /// <summary>z for a one-sided bound at 95 %.</summary>
    public const double OneSided95 = 1.645;

    /// <summary>z for a one-sided bound at 99 %.</summary>
    public const double OneSided99 = 2.326;

    /// <summary>z for a two-sided interval at 95 %.</summary>
    public const double TwoSided95 = 1.96;

    public static double Lower(double hits, double total, double z) => total <= 0 ? 0 : Math.Max(0, Bound(hits, total, -z));

    public static double Upper(double hits, double total, double z) => total <= 0 ? 1 : Math.Min(1, Bound(hits, total, z));

    private static double Bound(double hits, double total, double z)
    {
        var p = hits / total;
        var zz = z * z;
        var spread = z * Math.Sqrt((p * (1 - p) / total) + (zz / (4 * total * total)));
        return (p + (zz / (2 * total)) + spread) / (1 + (zz / total));
    }
}
