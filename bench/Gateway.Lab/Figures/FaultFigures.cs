using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>The figures of one fault; null where one does not apply.</summary>
internal sealed record FaultFigures(int Index, double? TimeToMitigateMs, double? TimeToRecoverMs, double? ShedRate, double? DoomedPerSecond)
{
    [JsonIgnore]
    public Shedding Shedding { get; init; }

    /// <summary>Milliseconds of the run; null for never.</summary>
    [JsonIgnore]
    public double? MitigatedMs { get; init; }

    /// <summary>Whether there was anything to mitigate.</summary>
    [JsonIgnore]
    public bool CanMitigate { get; init; }

    [JsonIgnore]
    public bool CanRecover { get; init; }

    public static FaultFigures Of(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        var times = Mitigation.Of(fault, requests, runEndMs);
        var shedding = Shedding.Of(fault, times, requests, runEndMs);
        var canRecover = Recovery.Applies(fault, requests, runEndMs);
        return new FaultFigures(
            fault.Index,
            times?.TimeToMitigateMs,
            canRecover ? Recovery.TimeOf(fault, requests, runEndMs) : null,
            shedding.Rate,
            DoomedPerSecondOf(fault, requests, runEndMs))
        {
            Shedding = shedding,
            MitigatedMs = times?.MitigatedMs,
            CanMitigate = times is not null,
            CanRecover = canRecover,
        };
    }

    /// <summary>The worst of the times that apply; null where none does or one never came.</summary>
    public static double? Worst(IEnumerable<FaultFigures> faults, Func<FaultFigures, bool> applies, Func<FaultFigures, double?> time) =>
        Worst([.. faults.Where(applies).Select(time)]);

    public static double? Worst(ImmutableArray<double?> times) => times.Contains(null) ? null : times.Max();

    private static double? DoomedPerSecondOf(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        if (fault.IsNoise || fault.OnlyDelays || fault.When.NamesDestination)
        {
            return null;
        }

        return requests.Count(r => r.DoomedBy.Contains(fault.Index)) * 1000 / (Math.Min(fault.ToMs, runEndMs) - fault.FromMs);
    }
}
