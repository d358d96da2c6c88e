using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>Healthy requests that failed although a fault was under control.</summary>
internal static class HealthyFailures
{
    /// <summary>Their share of the healthy requests sent after mitigation and before a fault's end; null where there are none.</summary>
    public static double? After(Scenario scenario, ImmutableArray<FaultFigures> faults, ImmutableArray<RequestRecord> requests)
    {
        var count = ClassCount.Of(requests.Where(r => r.Class == RequestClass.Healthy && faults.Any(f =>
            f.MitigatedMs is { } mitigated && r.AtMs >= mitigated && r.AtMs < scenario.Faults[f.Index].ToMs)));
        return count.All == 0 ? null : (double)count.Failed / count.All;
    }
}
