using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>When the cause of a cluster counts as found.</summary>
public sealed record AttributionOptions
{
    /// <summary>Time between two evaluations. Default 250 ms. Range 50 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Outcomes kept for both sides, the newest ones. Default 65536. Range 1024 to 1048576. Read at start.</summary>
    [Range(1024, 1_048_576)]
    [ReadAtStart]
    public int ReservoirSize { get; init; } = 65_536;

    /// <summary>
    /// Bytes those outcomes may take, give or take; the oldest give way. Default 67108864 (64 MiB). Range 1048576 to 2147483647. Read at
    /// start.
    /// </summary>
    [Range(1_048_576, int.MaxValue)]
    [ReadAtStart]
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Steps of about a nanosecond that one evaluation may take; what is left over waits for the next one and is counted. Default 20000000.
    /// Range 100000 to 1000000000.
    /// </summary>
    [Range(100_000, 1_000_000_000)]
    public int WorkBudget { get; init; } = 20_000_000;

    /// <summary>Most tests in a scope. Default 3. Range 1 to 3.</summary>
    [Range(1, 3)]
    public int MaxTests { get; init; } = 3;

    /// <summary>Lower bound of P(fail | scope) needed to break. Default 0.75. Range 0.5 to 1.</summary>
    [Range(0.5, 1)]
    public double BreakBound { get; init; } = 0.75;

    /// <summary>The same for faults of the caller without a principal in the scope. Default 0.85. Range 0.5 to 1.</summary>
    [Range(0.5, 1)]
    public double CallerFaultBound { get; init; } = 0.85;

    /// <summary>Lower bound of P(fail | scope) needed to shape the rate. Default 0.2. Range 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double LimitBound { get; init; } = 0.2;

    /// <summary>How many times P(fail) outside must fit into P(fail | scope). Default 3. Range 1 to 1000.</summary>
    [Range(1, 1000)]
    public double RiskRatio { get; init; } = 3;

    /// <summary>Distinct failing principals needed where the scope does not name one. Default 3. Range 1 to 1000.</summary>
    [Range(1, 1000)]
    public int Principals { get; init; } = 3;

    /// <summary>Fresh outcomes, completed after the proposal, that must confirm it. Default 5. Range 1 to 1000.</summary>
    [Range(1, 1000)]
    public int ConfirmOutcomes { get; init; } = 5;

    /// <summary>How long a proposal may wait for its confirmation. Default 5 s. Range 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Outcomes needed outside the scope to compare with. Default 20. Range 1 to 10000.</summary>
    [Range(1, 10_000)]
    public int BaselineOutcomes { get; init; } = 20;

    /// <summary>Samples that may wait for the policy engine. Default 4096. Range 16 to 1048576. Read at start.</summary>
    [Range(16, 1_048_576)]
    [ReadAtStart]
    public int BufferSize { get; init; } = 4096;
}
