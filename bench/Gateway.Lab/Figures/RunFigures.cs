using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;

namespace Gateway.Lab.Figures;

/// <summary>Everything that is measured in one run; the fields of the result file, in its order. Null where one does not apply.</summary>
internal sealed record RunFigures
{
    public required string Scenario { get; init; }
    public required string Variant { get; init; }
    public required int Seed { get; init; }
    public required int Healthy { get; init; }
    public required int HealthyRefused { get; init; }
    public required double? FalseKillRate { get; init; }
    public required int Doomed { get; init; }
    public required int DoomedRefused { get; init; }
    public required double? ShedRate { get; init; }
    public required int HoldOut { get; init; }
    public required double? TimeToMitigateMs { get; init; }
    public required double? TimeToRecoverMs { get; init; }
    public required int Recovering { get; init; }
    public required int RecoveringRefused { get; init; }
    public required int Noise { get; init; }
    public required int NoiseRefused { get; init; }
    public required int Contested { get; init; }
    public required int ContestedRefused { get; init; }
    public required int ContestedFailed { get; init; }
    public required double? ContestedErrorRatio { get; init; }
    public required double? GoodputRatio { get; init; }
    public required double? DoomedPerSecond { get; init; }
    public required int HealthyFailed { get; init; }
    public required double? HealthyFailedAfter { get; init; }
    public required long UpstreamErrors { get; init; }
    public required double? P50Ms { get; init; }
    public required double? P99Ms { get; init; }
    public required ImmutableArray<EnforcedScope> Scopes { get; init; }
    public required int Requests { get; init; }
    public required double? LagMs { get; init; }
    public required ImmutableArray<FaultFigures> Faults { get; init; }

    /// <summary>Whether the run can be relied on.</summary>
    public bool Valid => Problem is null;

    /// <summary>Why it cannot.</summary>
    public string? Problem { get; init; }

    public static RunFigures Of(RunLog log)
    {
        var (scenario, requests) = (log.Scenario, log.Requests);
        ImmutableArray<FaultFigures> faults = [.. scenario.Faults.Select(f => FaultFigures.Of(f, requests, scenario.EndMs))];
        var healthy = ClassCount.Of(RequestClass.Healthy, requests);
        var doomed = ClassCount.Of(RequestClass.Doomed, requests);
        var recovering = ClassCount.Of(RequestClass.Recovering, requests);
        var noise = ClassCount.Of(RequestClass.Noise, requests);
        var contested = ClassCount.Of(RequestClass.Contested, requests);
        return new RunFigures
        {
            Scenario = scenario.Name,
            Variant = log.Variant,
            Seed = log.Seed,
            Healthy = healthy.All,
            HealthyRefused = healthy.Refused,
            FalseKillRate = healthy.RefusedShare,
            Doomed = doomed.All,
            DoomedRefused = doomed.Refused,
            ShedRate = faults.Aggregate(default(Shedding), (sum, f) => sum + f.Shedding).Rate,
            HoldOut = requests.Count(r => r is { Class: RequestClass.Doomed, HoldOut: true, Refused: false }),
            TimeToMitigateMs = FaultFigures.Worst(faults, f => f.CanMitigate, f => f.TimeToMitigateMs),
            TimeToRecoverMs = FaultFigures.Worst(faults, f => f.CanRecover, f => f.TimeToRecoverMs),
            Recovering = recovering.All,
            RecoveringRefused = recovering.Refused,
            Noise = noise.All,
            NoiseRefused = noise.Refused,
            Contested = contested.All,
            ContestedRefused = contested.Refused,
            ContestedFailed = contested.Failed,
            ContestedErrorRatio = Contention.ErrorRatio(scenario.Capacity, requests),
            GoodputRatio = Contention.GoodputRatio(scenario.Capacity, requests, scenario.EndMs),
            DoomedPerSecond = faults.Min(f => f.DoomedPerSecond),
            HealthyFailed = healthy.Failed,
            HealthyFailedAfter = HealthyFailures.After(scenario, faults, requests),
            UpstreamErrors = log.UpstreamErrors,
            P50Ms = Percentile.Of(requests.Where(r => r.Fate == Fate.Succeeded).Select(r => r.LatencyMs), 0.5),
            P99Ms = Percentile.Of(requests.Where(r => r.Fate == Fate.Succeeded).Select(r => r.LatencyMs), 0.99),
            Scopes = EnforcedScope.Merge(requests, log.Listed),
            Requests = requests.Length,
            LagMs = Percentile.Of(requests.Select(r => r.LagMs), 0.99),
            Faults = faults,
            Problem = RunValidity.ProblemOf(log),
        };
    }
}
