namespace Gateway.Modules.Breaking;

/// <summary>Spreads what would else happen on all replicas and policies at once.</summary>
internal static class Jitter
{
    private const double Share = 0.1;

    /// <summary>The duration, give or take 10 %.</summary>
    public static TimeSpan Apply(TimeSpan duration, Random random) => duration * (1 - Share + (2 * Share * random.NextDouble()));
}
