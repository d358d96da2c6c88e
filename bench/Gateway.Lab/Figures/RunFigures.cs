using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
    public required int Slow { get; init; }
    public required int SlowRefused { get; init; }
    public required int Rerouted { get; init; }
    public required int DoomedRerouted { get; init; }
    public required int Retries { get; init; }
    public required int HealthyFailed { get; init; }
    public required double? HealthyFailedAfter { get; init; }
    public required int? HealthySlowed { get; init; }
    public required double? HealthySlowedAfter { get; init; }
    public required long UpstreamErrors { get; init; }
    public required double? P50Ms { get; init; }
    public required double? P99Ms { get; init; }
    public required ImmutableArray<EnforcedScope> Scopes { get; init; }
    public required int Requests { get; init; }
    public required double? LagMs { get; init; }
    public required ImmutableArray<FaultFigures> Faults { get; init; }

    public required ImmutableArray<PolicyFigures> Policies { get; init; }
    public ImmutableArray<Goal> Goals { get; init; } = [];

    /// <summary>Policies whose own interval of false kills can be held against the truth, and those that hold it.</summary>
    public int Intervals => Policies.Count(p => p.Covered is not null);

    public int IntervalsCovered => Policies.Count(p => p.Covered == true);

    [JsonIgnore]
    public int Refused => HealthyRefused + DoomedRefused + RecoveringRefused + NoiseRefused + ContestedRefused + SlowRefused;

    /// <summary>Whether it met every goal of its scenario, and counts.</summary>
    public bool MeetsGoals => Valid && Goals.All(g => g.Met);

    /// <summary>Whether the run can be relied on.</summary>
    public bool Valid => Problem is null;

    /// <summary>Why it cannot.</summary>
    public string? Problem { get; init; }

    public static RunFigures Of(RunLog log)
    {
        var figures = Count(log);
        return figures with { Goals = Figures.Goals.Of(log.Scenario, figures) };
    }

    private static RunFigures Count(RunLog log)
    {
        var (scenario, requests) = (log.Scenario, log.Requests);
        ImmutableArray<FaultFigures> faults = [.. scenario.Faults.Select(f => FaultFigures.Of(f, requests, scenario.EndMs))];
        var classes = Enum.GetValues<RequestClass>().ToDictionary(c => c, c => ClassCount.Of(c, requests));
        var (healthy, doomed, contested) =
            (classes[RequestClass.Healthy], classes[RequestClass.Doomed], classes[RequestClass.Contested]);
        double[] latencies = [.. requests.Where(r => r.Fate == Fate.Succeeded).Select(r => r.LatencyMs)];
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
            TimeToRecoverMs = FaultFigures.Worst(
            [
                .. faults.Where(f => f.CanRecover).Select(f => f.TimeToRecoverMs),
                .. scenario.Capacity.Where(l => Recovery.Applies(l, scenario.EndMs))
                .Select(l => Recovery.TimeOf(l, requests, scenario.EndMs)),
            ]),
            Recovering = classes[RequestClass.Recovering].All,
            RecoveringRefused = classes[RequestClass.Recovering].Refused,
            Noise = classes[RequestClass.Noise].All,
            NoiseRefused = classes[RequestClass.Noise].Refused,
            Contested = contested.All,
            ContestedRefused = contested.Refused,
            ContestedFailed = contested.Failed,
            ContestedErrorRatio = Contention.ErrorRatio(scenario.Capacity, requests),
            GoodputRatio = Contention.GoodputRatio(scenario.Capacity, requests, scenario.EndMs),
            DoomedPerSecond = faults.Min(f => f.DoomedPerSecond),
            Slow = classes[RequestClass.Slow].All,
            SlowRefused = classes[RequestClass.Slow].Refused,
            Rerouted = requests.Count(r => r.Rerouted),
            DoomedRerouted = requests.Count(r => r is { Class: RequestClass.Doomed, Rerouted: true, Spared: true }),
            Retries = requests.Count(r => r.Attempt > 0),
            HealthyFailed = healthy.Failed,
            HealthyFailedAfter = HealthyFailures.After(scenario, faults, requests),
            HealthySlowed = SlowAnswers.CountHealthy(scenario, requests),
            HealthySlowedAfter = SlowAnswers.After(scenario, faults, requests),
            UpstreamErrors = log.UpstreamErrors,
            P50Ms = Percentile.Of(latencies, 0.5),
            P99Ms = Percentile.Of(latencies, 0.99),
            Scopes = EnforcedScope.Merge(requests, log.Listed.Where(l => l.IsEnforced).Select(EnforcedScope.Of)),
            Requests = requests.Length,
            LagMs = Percentile.Of(requests.Select(r => r.LagMs), 0.99),
            Faults = faults,
            Policies = PolicyFigures.Of(log.Listed, requests),
            Problem = RunValidity.ProblemOf(log),
        };
    }
}
