using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Bounds of rate limits. This version counts limits in shadow and does not shape the rate.</summary>
public sealed record LimiterOptions
{
    /// <summary>Rate of a manual limit that names none, requests a second. Default 100. Range 0.1 to 1000000.</summary>
    [Range(0.1, 1_000_000)]
    public double DefaultRate { get; init; } = 100;

    /// <summary>
    /// Highest rate of a limit, requests a second; not below <see cref="DefaultRate"/>. Default 10000. Range 0.1 to 1000000.
    /// </summary>
    [Range(0.1, 1_000_000)]
    public double MaxRate { get; init; } = 10_000;

    /// <summary>Time between two sweeps over unused limiters. Default 60 s. Range 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromSeconds(60);
}
