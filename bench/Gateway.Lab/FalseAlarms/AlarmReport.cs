using System.Globalization;
using Gateway.Lab.Reports;

namespace Gateway.Lab.FalseAlarms;

/// <summary>The figures of the simulation, and whether they keep within its bounds.</summary>
internal static class AlarmReport
{
    public const string Name = "alarms";

    /// <summary>Of all healthy requests.</summary>
    private const double MostHealthyRefused = 0.001;

    public static bool Holds(IReadOnlyCollection<AlarmFigures> runs) =>
        runs.All(r => r.Enforced.IsEmpty)
        && runs.Sum(r => r.HealthyRefused) <= MostHealthyRefused * runs.Sum(r => r.Healthy);

    public static string Render(IReadOnlyCollection<AlarmFigures> runs, IEnumerable<MitigationPrice> prices)
    {
        var alarms = MarkdownTable.Render(
            ["failures", "pattern", "hours", "requests", "failed", "wrong scopes enforced", "healthy refused"],
            runs.GroupBy(r => (r.World.FailureRate, r.World.Pattern))
                .OrderBy(g => g.Key)
                .Select(g => RowOf($"{g.Key.FailureRate * 100:0.#} %", $"{g.Key.Pattern}", [.. g]))
                .Append(RowOf("all", "all", runs)));
        var price = MarkdownTable.Render(
            ["other failures", "doomed a second", "runs", "found", "median s to enforce", "worst"],
            prices.Select(p => new[]
            {
                Text($"{p.FailureRate * 100:0.#} %"), Text($"{p.DoomedPerSecond}"), Text($"{p.Runs}"), Text($"{p.Found}"),
                Seconds(p.MedianSeconds), Seconds(p.WorstSeconds),
            }));
        var wrong = runs.SelectMany(r => r.Enforced.Select(e =>
            Text($"- {r.World.Pattern}, {r.World.FailureRate * 100:0.#} %, {r.World.RequestsPerSecond}/s, seed {r.World.Seed}: `{e}`")));
        return string.Join("\n\n", new[] { alarms, string.Join('\n', wrong), price }.Where(part => part.Length > 0));
    }

    private static string[] RowOf(FormattableString failures, string pattern, IReadOnlyCollection<AlarmFigures> runs) =>
        RowOf(Text(failures), pattern, runs);

    private static string[] RowOf(string failures, string pattern, IReadOnlyCollection<AlarmFigures> runs) =>
    [
        failures,
        pattern,
        Text($"{runs.Sum(r => r.World.Hours):0.##}"),
        Text($"{runs.Sum(r => r.Requests):N0}"),
        Text($"{runs.Sum(r => r.Failures):N0}"),
        Text($"{runs.Sum(r => r.Enforced.Length)}"),
        Text($"{100.0 * runs.Sum(r => r.HealthyRefused) / Math.Max(1, runs.Sum(r => r.Healthy)):0.#####} %"),
    ];

    private static string Seconds(double? value) => value is null ? "not found" : value.Value.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
