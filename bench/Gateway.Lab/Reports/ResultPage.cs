using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Gateway.Lab.Figures;

namespace Gateway.Lab.Reports;

/// <summary>
/// One file without any reference to the outside: the table of all runs, and for each run its goals, its drawing, and its policies with
/// what the truth says of their own estimates. Well-formed XML, so that no text of a scenario can break out of its place.
/// </summary>
internal static class ResultPage
{
    private static readonly ImmutableArray<(string Key, string Meaning)> Legend =
    [
        ("healthy", "healthy"), ("doomed", "doomed"), ("other", "contested, recovering, slow or noise"),
        ("refused", "refused"), ("vain", "healthy and refused"), ("failed", "failed"),
    ];

    public static string Render(IReadOnlyList<(RunFigures Figures, RunLog Log)> runs)
    {
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
                new XElement("title", "Fault lab"),
                new XElement("style", PageStyle.Text)),
            new XElement(
                "body",
                new XElement("h1", "Fault lab"),
                Summary([.. runs.Select(r => r.Figures)]),
                Overview(runs),
                new XElement("p", Legend.Select(l =>
                    new XElement("span", new XAttribute("class", $"key {l.Key}"), l.Meaning))),
                new XElement("p", "Requests a second, by quarters of a second; shaded: a fault or a bottleneck. "
                    + "Bars are policies, dashed where they only count."),
                runs.Select((run, i) => Section(run.Figures, run.Log, i))));
        return "<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static IEnumerable<XElement> Summary(ImmutableArray<RunFigures> runs) =>
        ResultTable.Summary(runs).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new XElement("p", line));

    private static XElement Overview(IReadOnlyList<(RunFigures Figures, RunLog Log)> runs) => TableOf(
        ResultTable.Headings,
        runs.Select((run, i) => ResultTable.CellsOf(run.Figures).Select((cell, column) =>
            ResultTable.Headings[column] switch
            {
                "scenario" => (object)new XElement("a", new XAttribute("href", Invariant($"#run-{i}")), cell),
                "goals" or "valid" => Verdict(cell, cell is "ok" or "yes"),
                _ => cell,
            })));

    private static XElement Section(RunFigures figures, RunLog log, int number) => new(
        "section",
        new XElement(
            "h2", new XAttribute("id", Invariant($"run-{number}")),
            Invariant($"{figures.Scenario}, {figures.Variant}, seed {figures.Seed}")),
        new XElement("p", log.Scenario.Says.Length > 0 ? log.Scenario.Says : log.Scenario.Name),
        figures.Problem is null ? null : new XElement("p", Verdict($"This run does not count: {figures.Problem}", isGood: false)),
        new XElement("p", figures.Goals.IsEmpty ? (object)"No goals. " : figures.Goals.SelectMany(g => new object[]
        {
            Verdict($"{(g.Met ? "ok" : "bad")}: {g.Text} ({g.ValueText})", g.Met), " \u00b7 ",
        })),
        new XElement("div", new XAttribute("class", "scroll"), new RunChart(figures, log, number).Render()),
        figures.Policies.IsEmpty ? null : Policies(figures.Policies),
        Details(figures));

    private static XElement Policies(ImmutableArray<PolicyFigures> policies) => TableOf(
        ["policy", "scope", "action", "mode", "from", "to", "refused", "false kills: truth", "its own estimate", "holds"],
        policies.Select(p => (IEnumerable<object>)
        [
            p.Id,
            p.ScopeText,
            p.Action,
            p.Mode,
            Invariant($"{p.FromMs / 1000:F1} s"),
            Invariant($"{p.ToMs / 1000:F1} s"),
            Invariant($"{p.Refused}"),
            p.FalseKillTruth is { } truth ? Invariant($"{truth:F3}") : "-",
            p.FalseKill is { } own ? Invariant($"{own.Ratio:F3} ({own.Low:F3} to {own.High:F3})") : "-",
            p.Covered is { } covered ? Verdict(covered ? "yes" : "no", covered) : "-",
        ]));

    /// <summary>Every figure of the result file that is a plain number.</summary>
    private static XElement Details(RunFigures figures) => new(
        "details",
        new XElement("summary", "All figures"),
        TableOf(["figure", "value"], typeof(RunFigures).GetProperties()
            .Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(long) || p.PropertyType == typeof(double?)
                || p.PropertyType == typeof(int?))
            .Select(p => (IEnumerable<object>)
            [
                char.ToLowerInvariant(p.Name[0]) + p.Name[1..],
                p.GetValue(figures) is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.####}") : "-",
            ])));

    private static XElement TableOf(IEnumerable<string> headings, IEnumerable<IEnumerable<object>> rows) => new(
        "div",
        new XAttribute("class", "scroll"),
        new XElement(
            "table",
            new XElement("tr", headings.Select(h => new XElement("th", new XAttribute("scope", "col"), h))),
            rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell))))));

    private static XElement Verdict(string text, bool isGood) =>
        new("span", new XAttribute("class", isGood ? "ok" : "bad"), text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
