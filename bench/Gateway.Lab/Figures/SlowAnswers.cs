using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>Good answers that a fault made wait.</summary>
internal static class SlowAnswers
{
    /// <summary>Timers are coarse and may fire a little early.</summary>
    private const double EarlyBy = 0.9;

    /// <summary>Whether it took as long as the fault makes it, although it went well.</summary>
    public static bool IsSlowedBy(Fault fault, RequestRecord request) =>
        fault.DelayMs is { } delay
        && request.Fate == Fate.Succeeded
        && fault.IsLive(request.AtMs)
        && request.Matches.Contains(fault.Index)
        && request.LatencyMs >= EarlyBy * delay.Low;

    public static bool IsSlow(Scenario scenario, RequestRecord request) => scenario.Faults.Any(f => IsSlowedBy(f, request));

    /// <summary>Healthy requests that were slow, where another destination would have been fast; null where nothing delays.</summary>
    public static int? CountHealthy(Scenario scenario, ImmutableArray<RequestRecord> requests) =>
        scenario.Faults.Any(f => f.OnlyDelays)
            ? requests.Count(r => r.Class == RequestClass.Healthy && IsSlow(scenario, r)) : null;

    /// <summary>Their share, see <see cref="HealthyFailures"/>; null where nothing delays.</summary>
    public static double? After(Scenario scenario, ImmutableArray<FaultFigures> faults, ImmutableArray<RequestRecord> requests) =>
        scenario.Faults.Any(f => f.OnlyDelays)
            ? HealthyFailures.ShareAfter(scenario, faults, requests, r => IsSlow(scenario, r)) : null;
}
