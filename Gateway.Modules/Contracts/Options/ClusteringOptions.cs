using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Contracts.Options;

/// <summary>When two errors are the same.</summary>
public sealed record ClusteringOptions
{
    /// <summary>
    /// Cosine above which an error joins a cluster, for people. Default: by the space of the vectors, 0.87 in a model's own, 0.45 in an
    /// adapter's. Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? GroupThreshold { get; init; }

    /// <summary>
    /// Cosine above which an error counts when acting. Default: by the space, 0.93 or 0.62; never below <see cref="GroupThreshold"/>.
    /// Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? ActThreshold { get; init; }

    /// <summary>
    /// How far ahead of the second best cluster an error must be to act on. Default: by the space, 0.02 or 0.05. Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? ActMargin { get; init; }

    /// <summary>
    /// Confidence in the likeliest known cause, times that in the kind, from which an error that cannot be named is shown with that cause's
    /// errors. It counts alone when acting. Default 0.8. Range 0 to 1; 1 keeps such errors apart.
    /// </summary>
    [Range(0.0, 1.0)]
    public double GroupConfidence { get; init; } = 0.8;

    /// <summary>
    /// Confidence from which an error that is named after a known cause counts when acting; one that an example of your own names counts
    /// from <see cref="ActThreshold"/> on. Default 0.98. Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double ActConfidence { get; init; } = 0.98;

    /// <summary>
    /// Lowest cosine between a centroid and its anchor, the first vector. Default: by the space, 0.90 or 0.70. Range 0 to 1.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? AnchorThreshold { get; init; }

    /// <summary>Distinct wordings a centroid's running mean weighs at most. Default 100. Range 1 to 1000000.</summary>
    [Range(1, 1_000_000)]
    public int MeanCap { get; init; } = 100;

    /// <summary>Clusters kept; what finds no room goes to <c>other</c>. Default 512. Range 1 to 10000.</summary>
    [Range(1, 10_000)]
    public int MaxClusters { get; init; } = 512;

    /// <summary>Representatives kept per cluster. Default 5. Range 1 to 50.</summary>
    [Range(1, 50)]
    public int Representatives { get; init; } = 5;

    /// <summary>Events a cluster needs before it may act. Default 5. Range 1 to 1000.</summary>
    [Range(1, 1000)]
    public int MinimumEvents { get; init; } = 5;

    /// <summary>
    /// Time without an error after which a cluster is stale and may give up its place. Default 15 min. Range 1 s to 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time in which the size of a stale cluster halves. Default 1 h. Range 1 s to 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Time between two refinements of the clusters. Default 1 min. Range 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReClusterInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Least confidence with which a cluster gets a kind; below it the kind is Unknown. Default 0.5. Range 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double KindConfidence { get; init; } = 0.5;

    /// <summary>
    /// File with prototype sentences per kind, relative to the configuration file's folder. Default <c>models/kinds.json</c>. Read at
    /// start.
    /// </summary>
    [Required]
    [ReadAtStart]
    public string KindsPath { get; init; } = "models/kinds.json";

    /// <summary>
    /// Folder with <c>learned.json</c>, the adapters, and the known causes; relative to the configuration file's folder. Default
    /// <c>models</c>. Read at start.
    /// </summary>
    [Required]
    [ReadAtStart]
    public string LearnedPath { get; init; } = "models";

    /// <summary>Whether errors are compared in the learned space, where distance means cause. Default true. Read at start.</summary>
    [ReadAtStart]
    public bool Adapter { get; init; } = true;

    /// <summary>Whether errors are named after the shipped catalogue of causes. Default true. Read at start.</summary>
    [ReadAtStart]
    public bool KnownCauses { get; init; } = true;

    /// <summary>Causes of your own, see <see cref="UserCauseOptions"/>. Default none. Read at start.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<UserCauseOptions> Causes { get; init; } = [];

    /// <summary>Samples that may wait for the clusterer. Default 4096. Range 16 to 1048576. Read at start.</summary>
    [Range(16, 1_048_576)]
    [ReadAtStart]
    public int BufferSize { get; init; } = 4096;
}
