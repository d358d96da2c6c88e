using System.Collections.Immutable;
using System.Globalization;
using Gateway.Lab.Figures;

namespace Gateway.Lab.Reports;

/// <summary>The table on the console, on the page and in the documents.</summary>
internal static class ResultTable
{
    public static readonly ImmutableArray<string> Headings =
    [
        "scenario", "variant", "seed", "falseKillRate", "shedRate", "mitigate", "recover", "healthyFailed", "goodput", "goals", "intervals",
        "scopes", "valid",
    ];

    public static ImmutableArray<string> CellsOf(RunFigures run) =>
    [
        run.Scenario,
        run.Variant,
        run.Seed.ToString(CultureInfo.InvariantCulture),
        Share(run.FalseKillRate),
        Share(run.ShedRate),
        Milliseconds(run.TimeToMitigateMs),
        Milliseconds(run.TimeToRecoverMs),
        run.HealthyFailed.ToString(CultureInfo.InvariantCulture),
        Share(run.GoodputRatio),
        GoalsOf(run),
        run.Intervals == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{run.IntervalsCovered}/{run.Intervals}"),
        run.Scopes.IsEmpty ? "-" : string.Join("; ", run.Scopes.Select(s => s.ScopeText)),
        run.Problem is null ? "yes" : "NO: " + run.Problem,
    ];

    public static string Render(IEnumerable<RunFigures> runs)
    {
        ImmutableArray<ImmutableArray<string>> rows = [Headings, .. runs.Select(CellsOf)];
        int[] widths = [.. Headings.Select((_, i) => rows.Max(r => r[i].Length))];
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    /// <summary>How many goals are met in runs that count, of how many; and how many intervals hold the truth, of how many.</summary>
    public static string Summary(IReadOnlyCollection<RunFigures> runs) => string.Join('\n', runs.GroupBy(r => r.Variant).Select(g =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{g.Key}: {g.Count(r => r.MeetsGoals)} of {g.Count()} runs meet every goal; "
                + $"{g.Sum(r => r.IntervalsCovered)} of {g.Sum(r => r.Intervals)} false-kill intervals hold the truth, "
                + $"{g.Count(r => r.Intervals > 0 && r.IntervalsCovered == r.Intervals)} of {g.Count(r => r.Intervals > 0)} runs in all"
                + $" of them")));

    private static string GoalsOf(RunFigures run)
    {
        Goal[] missed = [.. run.Goals.Where(g => !g.Met)];
        return !run.Valid ? "-" : missed.Length == 0 ? "ok" : "bad: " + string.Join(", ", missed.Select(g => $"{g.Name} {g.ValueText}"));
    }

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Milliseconds(double? value) =>
        value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value:F0} ms");
}
