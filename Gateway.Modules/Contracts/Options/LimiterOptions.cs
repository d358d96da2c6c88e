using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Bounds of rate limits.</summary>
public sealed record LimiterOptions
{
    /// <summary>Rate of a manual limit that names none, requests a second. Default 100. Range 0.1 to 1000000.</summary>
    [Range(0.1, 1_000_000)]
    public double DefaultRate { get; init; } = 100;

    /// <summary>
    /// Lowest rate that a learned limit comes down to, requests a second; not above <see cref="MaxRate"/>. Default 1. Range 0.1 to
    /// 1000000.
    /// </summary>
    [Range(0.1, 1_000_000)]
    public double MinRate { get; init; } = 1;

    /// <summary>
    /// Highest rate of a limit, requests a second; not below <see cref="DefaultRate"/>. Default 10000. Range 0.1 to 1000000.
    /// </summary>
    [Range(0.1, 1_000_000)]
    public double MaxRate { get; init; } = 10_000;

    /// <summary>
    /// Longest time that an upstream's <c>Retry-After</c> is obeyed; 0 for not at all. Default 60 s. Range 0 to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Time between two sweeps over the limits, each of which forgets the principals that have not asked since the one before. Default
    /// 60 s. Range 1 s to 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CleanupInterval { get; init; } = TimeSpan.FromSeconds(60);
}
