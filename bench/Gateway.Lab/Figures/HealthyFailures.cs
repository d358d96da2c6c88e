using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>Healthy requests that failed although a fault was under control.</summary>
internal static class HealthyFailures
{
    /// <summary>Their share of the healthy requests sent after mitigation and before a fault's end; null where there are none.</summary>
    public static double? After(Scenario scenario, ImmutableArray<FaultFigures> faults, ImmutableArray<RequestRecord> requests) =>
        ShareAfter(scenario, faults, requests, r => r.Failed);

    /// <summary>The share of those to which the given thing happened.</summary>
    public static double? ShareAfter(
        Scenario scenario,
        ImmutableArray<FaultFigures> faults,
        ImmutableArray<RequestRecord> requests,
        Func<RequestRecord, bool> happened)
    {
        RequestRecord[] after =
        [
            .. requests.Where(r => r.Class == RequestClass.Healthy && faults.Any(f =>
                f.MitigatedMs is { } mitigated && r.AtMs >= mitigated && r.AtMs < scenario.Faults[f.Index].ToMs)),
        ];
        return after.Length == 0 ? null : (double)after.Count(happened) / after.Length;
    }
}
