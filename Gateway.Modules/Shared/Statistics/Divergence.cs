namespace Gateway.Modules.Shared.Statistics;

/// <summary>How far one proportion is from another: the Kullback-Leibler divergence of two coins, in nats.</summary>
public static class Divergence
{
    /// <param name="share">What was seen, 0 to 1.</param>
    /// <param name="usual">What is usual, between 0 and 1.</param>
    public static double Of(double share, double usual) => Term(share, usual) + Term(1 - share, 1 - usual);

    private static double Term(double share, double usual) => share <= 0 ? 0 : share * Math.Log(share / usual);
}
