using System.Globalization;
using Gateway.Lab.Figures;

namespace Gateway.Lab.Reports;

/// <summary>The table on the console.</summary>
internal static class ResultTable
{
    public static readonly string[] Headings = ["scenario", "variant", "seed", "falseKillRate", "shedRate", "mitigate", "recover",
        "scopes", "valid"];

    public static string[] CellsOf(RunFigures run) =>
    [
        run.Scenario,
        run.Variant,
        run.Seed.ToString(CultureInfo.InvariantCulture),
        Share(run.FalseKillRate),
        Share(run.ShedRate),
        Milliseconds(run.TimeToMitigateMs),
        Milliseconds(run.TimeToRecoverMs),
        run.Scopes.IsEmpty ? "-" : string.Join("; ", run.Scopes.Select(s => s.ScopeText)),
        run.Problem is null ? "yes" : "NO: " + run.Problem,
    ];

    public static string Render(IEnumerable<RunFigures> runs)
    {
        string[][] rows = [Headings, .. runs.Select(CellsOf)];
        var widths = Headings.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static string Milliseconds(double? value) =>
        value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{value:F0} ms");
}
