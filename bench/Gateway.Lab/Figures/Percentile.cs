namespace Gateway.Lab.Figures;

internal static class Percentile
{
    /// <summary>The value at the rank (nearest rank); null of nothing.</summary>
    public static double? Of(IEnumerable<double> values, double share)
    {
        double[] ordered = [.. values.Order()];
        return ordered.Length == 0 ? null : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
    }
}
