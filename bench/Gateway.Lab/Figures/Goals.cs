using System.Collections.Immutable;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>
/// The goals that a scenario sets, by what is in it: the same for every variant, so that one can see what the others would have missed.
/// </summary>
internal static class Goals
{
    private const double MostFalseKills = 0.001;

    /// <summary>Where a scope fails for the most part but not always, refusing it costs healthy requests.</summary>
    private const double MostFalseKillsPartial = 0.01;
    private const double LeastShed = 0.95;
    private const double MostMitigateMs = 2000;

    /// <summary>Evidence needs requests: below this rate of doomed ones a second the time to mitigate is not judged.</summary>
    private const double FewDoomedPerSecond = 15;
    private const double MostRecoverMs = 5000;
    private const double LeastGoodput = 0.9;
    private const double MostGoodput = 1.1;
    private const double MostContestedErrors = 0.1;
    private const double MostStruckAfter = 0.01;

    public static ImmutableArray<Goal> Of(Scenario scenario, RunFigures run)
    {
        (Fault Fault, FaultFigures Figures)[] faults = [.. scenario.Faults.Zip(run.Faults).Where(f => !f.First.IsNoise)];
        return
        [
            .. OfRefusals(scenario, faults, run),
            .. OfFullFaults([.. faults.Where(f => FailsAlways(f.Fault) && f.Figures.CanMitigate).Select(f => f.Figures)]),
            .. faults.Any(f => f.Figures.CanRecover) || scenario.Capacity.Any(l => Recovery.Applies(l, scenario.EndMs))
                ? [AtMost("timeToRecoverMs", run.TimeToRecoverMs, MostRecoverMs)] : NoGoals,
            .. OfDestinations(faults, run),
            .. scenario.Capacity.IsEmpty ? NoGoals :
            [
                new Goal("goodputRatio", run.GoodputRatio, LeastGoodput, MostGoodput),
                AtMost("contestedErrorRatio", run.ContestedErrorRatio, MostContestedErrors),
            ],
        ];
    }

    private static readonly Goal[] NoGoals = [];

    /// <summary>
    /// Nothing at all is to be refused where another destination could serve, or where nothing explains the failures; under a bottleneck,
    /// nothing outside it.
    /// </summary>
    private static IEnumerable<Goal> OfRefusals(Scenario scenario, (Fault Fault, FaultFigures Figures)[] faults, RunFigures run)
    {
        var isPartial = faults.Any(f => f.Fault is { OnlyDelays: false, Probability: < 1 } && !f.Fault.When.NamesDestination);
        if (run.FalseKillRate is not null)
        {
            yield return AtMost("falseKillRate", run.FalseKillRate, isPartial ? MostFalseKillsPartial : MostFalseKills);
        }

        if (!scenario.Capacity.IsEmpty)
        {
            yield return AtMost("healthyRefused", run.HealthyRefused, 0);
        }
        else if (faults.All(f => f.Fault.When.NamesDestination))
        {
            yield return AtMost("refused", run.Refused, 0);
        }
    }

    private static IEnumerable<Goal> OfFullFaults(FaultFigures[] full)
    {
        if (full.Length > 0)
        {
            var all = full.Aggregate(default(Shedding), (sum, f) => sum + f.Shedding);
            yield return new Goal("shedRate", full.All(f => f.MitigatedMs is not null) ? all.Rate : null, LeastShed, null);
        }

        FaultFigures[] busy = [.. full.Where(f => f.DoomedPerSecond >= FewDoomedPerSecond)];
        if (busy.Length > 0)
        {
            yield return AtMost("timeToMitigateMs", FaultFigures.Worst(busy, _ => true, f => f.TimeToMitigateMs), MostMitigateMs);
        }
    }

    private static IEnumerable<Goal> OfDestinations((Fault Fault, FaultFigures Figures)[] faults, RunFigures run)
    {
        var named = faults.Where(f => f.Fault.When.NamesDestination && f.Figures.CanMitigate).ToLookup(f => f.Fault.OnlyDelays);
        if (named[false].Any())
        {
            yield return AtMost("healthyFailedAfter", run.HealthyFailedAfter, MostStruckAfter);
        }

        if (named[true].Any())
        {
            yield return AtMost("healthySlowedAfter", run.HealthySlowedAfter, MostStruckAfter);
        }
    }

    private static bool FailsAlways(Fault fault) => fault is { OnlyDelays: false, Probability: >= 1 } && !fault.When.NamesDestination;

    private static Goal AtMost(string name, double? value, double most) => new(name, value, null, most);
}
