namespace Gateway.Modules.Clustering;

/// <summary>
/// How near is near, by cosine. What is configured counts in every space; the defaults depend on it: in a model's own space two unrelated
/// errors still have 0.5 to 0.65, in an adapted (centred) one about 0.
/// </summary>
/// <param name="Group">From here on an error joins a cluster.</param>
/// <param name="Act">From here on it counts when acting.</param>
/// <param name="Margin">How far ahead of the second best cluster it must be to act.</param>
/// <param name="Anchor">Lowest cosine between a centroid and its anchor.</param>
internal readonly record struct ClusteringThresholds(double Group, double Act, double Margin, double Anchor)
{
    private static readonly ClusteringThresholds Plain = new(0.87, 0.93, 0.02, 0.90);
    private static readonly ClusteringThresholds Adapted = new(0.45, 0.62, 0.05, 0.70);

    public static ClusteringThresholds Of(ClusteringOptions options, bool isAdapted)
    {
        var defaults = isAdapted ? Adapted : Plain;
        var group = options.GroupThreshold ?? defaults.Group;
        return new ClusteringThresholds(
            group,
            Math.Max(options.ActThreshold ?? defaults.Act, group),
            options.ActMargin ?? defaults.Margin,
            options.AnchorThreshold ?? defaults.Anchor);
    }
}
