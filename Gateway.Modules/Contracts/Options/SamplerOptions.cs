using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>How outcomes are taken.</summary>
public sealed record SamplerOptions
{
    /// <summary>
    /// Share of outcomes taken beyond <see cref="MinimumPerSecond"/>; weights make up for the rest. Default 0.1. Range above 0 to 1.
    /// </summary>
    [Range(0.0001, 1)]
    public double SamplingRate { get; init; } = 0.1;

    /// <summary>
    /// Outcomes a second of which all are taken; one principal has at most a quarter of them where there are others. Default 1000. Range 1
    /// to 1000000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinimumPerSecond { get; init; } = 1000;

    /// <summary>
    /// Outcomes that may wait for the sampler; more are dropped and counted. Default 8192. Range 16 to 1048576. Read at start.
    /// </summary>
    [Range(16, 1_048_576)]
    [ReadAtStart]
    public int BufferSize { get; init; } = 8192;

    /// <summary>
    /// Bytes of an error response that are copied while it streams. Default 16384, which is also the most. Range 256 to 16384.
    /// </summary>
    [Range(256, 16_384)]
    public int CaptureBytes { get; init; } = 16_384;

    /// <summary>Fingerprints remembered to tell new errors from known ones. Default 50000. Range 100 to 1000000. Read at start.</summary>
    [Range(100, 1_000_000)]
    [ReadAtStart]
    public int MaxFingerprints { get; init; } = 50_000;

    /// <summary>
    /// Answers that count as errors: statuses and classes (<c>5xx</c>). Default 5xx, 408, 429. Other 4xx are recorded as candidates for
    /// faults of the caller.
    /// </summary>
    public IReadOnlyList<string> ErrorStatuses { get; init; } = ["5xx", "408", "429"];
}
