using System.Collections.Immutable;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>What a run left behind.</summary>
/// <param name="Listed">The policies that the gateway listed.</param>
/// <param name="Died">Exit status of a proxy that ended during the run; null where it lived.</param>
internal sealed record RunLog(
    Scenario Scenario,
    string Variant,
    int Seed,
    ImmutableArray<RequestRecord> Requests,
    IReadOnlyList<PolicyLife> Listed,
    long UpstreamErrors,
    int? Died)
{
    /// <summary>Why the run could not take place; null where it did.</summary>
    public string? NotStarted { get; init; }

    /// <summary>The last lines of the proxy's output.</summary>
    public IReadOnlyList<string> Tail { get; init; } = [];
}
