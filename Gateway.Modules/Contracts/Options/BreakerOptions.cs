using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Life of a breaker.</summary>
public sealed record BreakerOptions
{
    /// <summary>Failures a scope needs before anything is done. Default 10. Range 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int FailureThreshold { get; init; } = 10;

    /// <summary>Longest time open before recovery is tried, give or take 10 %. Default 30 s. Range 100 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Share of the scope admitted more at each good step of half-open. Default 0.2. Range 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double RecoveryIncrement { get; init; } = 0.2;

    /// <summary>Time between two hold-out requests of a policy, give or take 10 %. Default 1 s. Range 50 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan HoldOutInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Matching requests after which one passes as hold-out even before the time is up. Default 50. Range 5 to 100000.</summary>
    [Range(5, 100_000)]
    public int HoldOutRequests { get; init; } = 50;
}
