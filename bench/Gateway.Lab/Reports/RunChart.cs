using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Gateway.Lab.Figures;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;

namespace Gateway.Lab.Reports;

/// <summary>
/// One run as a drawing, by quarters of a second: what was sent, what became of it, and below them the lives of the policies. The time
/// of faults and bottlenecks is shaded.
/// </summary>
internal sealed class RunChart(RunFigures figures, RunLog log, int number)
{
    public const double BinMs = 250;
    private const int Left = 44;
    private const int Plot = 900;
    private const int Panel = 90;
    private const int Gap = 14;
    private const int BarHeight = 14;
    private const int BarsTop = Gap + (2 * (Panel + Gap));
    private const double TickMs = 5000;

    private static readonly ImmutableArray<(string Name, Func<RequestRecord, bool> Is)> Sent =
    [
        ("healthy", r => r.Class == RequestClass.Healthy),
        ("doomed", r => r.Class == RequestClass.Doomed),
        ("other", r => r.Class is not (RequestClass.Healthy or RequestClass.Doomed)),
    ];

    private static readonly ImmutableArray<(string Name, Func<RequestRecord, bool> Is)> Became =
    [
        ("refused", r => r.Refused && r.Class != RequestClass.Healthy),
        ("vain", r => r.Refused && r.Class == RequestClass.Healthy),
        ("failed", r => r.Failed),
    ];

    private readonly double _endMs = log.Scenario.EndMs;

    public XElement Render()
    {
        var height = BarsTop + (figures.Policies.Length * (BarHeight + 2)) + 18;
        var (title, desc) = (Id("title"), Id("desc"));
        return new XElement(
            "svg",
            new XAttribute("viewBox", Invariant($"0 0 {Left + Plot + 8} {height}")),
            new XAttribute("width", Left + Plot + 8),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{title} {desc}"),
            new XElement("title", new XAttribute("id", title), $"{figures.Scenario}, {figures.Variant}, seed {figures.Seed}"),
            new XElement("desc", new XAttribute("id", desc), Description()),
            Shades(height),
            Ticks(height),
            PanelOf(Sent, Gap, "sent"),
            PanelOf(Became, Gap + Panel + Gap, "refused, failed"),
            figures.Policies.Select(Bar));
    }

    /// <summary>Requests of each quarter of a second that are of one sort.</summary>
    public static int[] CountsOf(IEnumerable<RequestRecord> requests, double endMs, Func<RequestRecord, bool> isOne)
    {
        var counts = new int[Math.Max(1, (int)Math.Ceiling(endMs / BinMs))];
        foreach (var request in requests.Where(isOne))
        {
            counts[Math.Clamp((int)(request.AtMs / BinMs), 0, counts.Length - 1)]++;
        }

        return counts;
    }

    private string Id(string part) => Invariant($"{part}-{number}");

    private string Description() => string.Create(
        CultureInfo.InvariantCulture,
        $"{figures.Requests} requests in {log.Scenario.Seconds} s: {figures.Healthy} healthy, {figures.Doomed} doomed, "
            + $"{figures.HealthyRefused} healthy ones and {figures.DoomedRefused} doomed ones refused; "
            + $"{figures.Policies.Length} policies.");

    private IEnumerable<XElement> Shades(int height) => log.Scenario.Faults.Where(f => !f.IsNoise).Select(f => (f.FromMs, f.ToMs))
        .Concat(log.Scenario.Capacity.Select(c => (c.FromMs, c.ToMs)))
        .Select(p => new XElement(
            "rect",
            new XAttribute("class", "shade"),
            new XAttribute("x", Number(X(p.FromMs))),
            new XAttribute("y", 0),
            new XAttribute("width", Number(X(p.ToMs) - X(p.FromMs))),
            new XAttribute("height", height - 16)));

    private IEnumerable<XElement> Ticks(int height)
    {
        for (var at = 0.0; at <= _endMs; at += TickMs)
        {
            yield return TextAt(X(at), height - 4, Invariant($"{at / 1000} s"));
        }
    }

    private IEnumerable<XElement> PanelOf(
        ImmutableArray<(string Name, Func<RequestRecord, bool> Is)> series, int top, string caption)
    {
        var counts = series.Select(s => (s.Name, Counts: CountsOf(log.Requests, _endMs, s.Is))).ToArray();
        var most = Math.Max(1, counts.Max(c => c.Counts.Max()));
        yield return new XElement(
            "line",
            new XAttribute("class", "grid"),
            new XAttribute("x1", Left),
            new XAttribute("x2", Left + Plot),
            new XAttribute("y1", top + Panel),
            new XAttribute("y2", top + Panel));
        yield return TextAt(2, top + 8, Invariant($"{most * 1000 / BinMs}/s"));
        yield return TextAt(Left + 4, top + 8, caption);
        foreach (var (name, bins) in counts.Where(c => c.Counts.Any(n => n > 0)))
        {
            yield return new XElement(
                "polyline",
                new XAttribute("class", name),
                new XAttribute("points", string.Join(' ', bins.Select((count, bin) =>
                    $"{Number(X((bin + 0.5) * BinMs))},{Number(top + Panel - (count * (double)Panel / most))}"))));
        }
    }

    private IEnumerable<XElement> Bar(PolicyFigures policy, int row)
    {
        var top = BarsTop + (row * (BarHeight + 2));
        var name = $"{policy.Action} {policy.ScopeText}";
        yield return new XElement(
            "rect",
            new XAttribute("class", policy.Mode == "enforce" && policy.Action != "observe" ? "bar" : "bar watching"),
            new XAttribute("x", Number(X(policy.FromMs))),
            new XAttribute("y", top),
            new XAttribute("width", Number(Math.Max(2, X(policy.ToMs) - X(policy.FromMs)))),
            new XAttribute("height", BarHeight),
            new XElement("title", Invariant(
                $"{name} ({policy.Mode}), {policy.FromMs / 1000:F1} s to {policy.ToMs / 1000:F1} s, {policy.Refused} refused")));
        yield return TextAt(Math.Min(X(policy.FromMs) + 4, Left + (Plot * 0.6)), top + BarHeight - 3, name);
    }

    private double X(double ms) => Left + (Math.Clamp(ms / _endMs, 0, 1) * Plot);

    private static XElement TextAt(double x, double y, string text) =>
        new("text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), text);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
