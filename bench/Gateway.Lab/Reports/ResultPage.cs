using System.Globalization;
using System.Net;
using System.Text;
using Gateway.Lab.Figures;
using Gateway.Lab.Load;

namespace Gateway.Lab.Reports;

/// <summary>
/// A page without any reference to the outside: the table, and for each run what was refused and what failed, second by second.
/// </summary>
internal static class ResultPage
{
    private const int Width = 640;
    private const int Height = 120;

    private const string Style = """
        body{font:14px system-ui,sans-serif;margin:2rem;color:#222}table{border-collapse:collapse}
        td,th{padding:.25rem .75rem;border-bottom:1px solid #ddd;text-align:left}h2{font-size:1rem;margin:1.5rem 0 .25rem}
        svg{background:#fafafa;border:1px solid #ddd}.refused{color:#1f6feb}.failed{color:#c62828}
        """;

    public static string Render(IReadOnlyList<(RunFigures Figures, RunLog Log)> runs)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Fault lab</title><style>").Append(Style)
            .Append("</style><h1>Fault lab</h1><table><tr>");
        page.AppendJoin("", ResultTable.Headings.Select(h => $"<th>{h}</th>")).Append("</tr>");
        foreach (var (figures, _) in runs)
        {
            page.Append("<tr>").AppendJoin("", ResultTable.CellsOf(figures).Select(c => $"<td>{WebUtility.HtmlEncode(c)}</td>"))
                .Append("</tr>");
        }

        page.Append(
            "</table><p>Answers per second: <b class=\"refused\">refused</b>, <b class=\"failed\">failed</b>; the shaded time is a "
                + "fault's.</p>");
        foreach (var (figures, log) in runs)
        {
            page.Append(CultureInfo.InvariantCulture,
                $"<h2>{WebUtility.HtmlEncode(figures.Scenario)}, {figures.Variant}, seed {figures.Seed}</h2>");
            page.Append(Chart(log));
        }

        return page.Append("</html>\n").ToString();
    }

    private static string Chart(RunLog log)
    {
        var seconds = (int)Math.Ceiling(log.Scenario.Seconds);
        var refused = PerSecond(log, seconds, r => r.Refused);
        var failed = PerSecond(log, seconds, r => r.Failed);
        var most = Math.Max(1, refused.Concat(failed).Max());
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\">");
        foreach (var (from, to) in log.Scenario.Faults.Select(f => (f.FromMs, f.ToMs))
            .Concat(log.Scenario.Capacity.Select(c => (c.FromMs, c.ToMs))))
        {
            var x = X(from / 1000, seconds);
            svg.Append(CultureInfo.InvariantCulture,
                $"<rect x=\"{x:F1}\" y=\"0\" width=\"{X(to / 1000, seconds) - x:F1}\" height=\"{Height}\" fill=\"#0001\"/>");
        }

        svg.Append(Line(refused, most, "#1f6feb")).Append(Line(failed, most, "#c62828"));
        return svg.Append(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"12\" font-size=\"10\">{most}/s</text></svg>").ToString();
    }

    private static string Line(int[] counts, int most, string colour)
    {
        var points = counts.Select((count, second) => string.Create(
            CultureInfo.InvariantCulture,
            $"{X(second + 0.5, counts.Length):F1},{Height - (count * (Height - 16.0) / most):F1}"));
        return $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{string.Join(' ', points)}\"/>";
    }

    private static double X(double second, int seconds) => Math.Min(second, seconds) * Width / seconds;

    private static int[] PerSecond(RunLog log, int seconds, Func<RequestRecord, bool> mark)
    {
        var counts = new int[seconds];
        foreach (var request in log.Requests.Where(mark))
        {
            counts[Math.Clamp((int)(request.AtMs / 1000), 0, seconds - 1)]++;
        }

        return counts;
    }
}
