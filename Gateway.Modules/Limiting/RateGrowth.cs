namespace Gateway.Modules.Limiting;

/// <summary>How fast a rate grows again: slowly near what was measured, faster the longer nothing speaks against it.</summary>
internal static class RateGrowth
{
    private static readonly (TimeSpan After, double Factor)[] Steps =
    [
        (TimeSpan.FromSeconds(2.5), 1.3),
        (TimeSpan.FromSeconds(1.5), 1.15),
        (TimeSpan.FromSeconds(0.5), 1.02),
    ];

    /// <summary>What a step multiplies the rate by, so long after the cut.</summary>
    public static double FactorAfter(TimeSpan sinceCut)
    {
        foreach (var (after, factor) in Steps)
        {
            if (sinceCut >= after)
            {
                return factor;
            }
        }

        return 1;
    }
}
