using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Telemetry;

/// <summary>The Grafana dashboard asks only for what a scrape has.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] TargetLabels = ["job", "instance", "le"];
    private static readonly JsonObject Dashboard =
        JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot(), "grafana", "gateway.json")))!.AsObject();

    private static IEnumerable<JsonObject> Panels =>
        Dashboard["panels"]!.AsArray().Select(p => p!.AsObject()).Where(p => p["type"]!.GetValue<string>() != "row");

    private static IEnumerable<string> Expressions => Panels
        .SelectMany(p => p["targets"]!.AsArray())
        .Select(t => t!["expr"]!.GetValue<string>());

    [Test]
    public void Expression_Metrics_AreThoseOfTheContract([ValueSource(nameof(Expressions))] string expression)
    {
        var names = MetricName().Matches(expression).Select(m => m.Value).ToList();
        Assert.That(names, Is.Not.Empty);
        Assert.That(names, Is.All.Matches<string>(n => Queryable().Contains(n)));
    }

    [Test]
    public void Expression_Labels_AreThoseOfItsMetrics([ValueSource(nameof(Expressions))] string expression)
    {
        var known = MetricName().Matches(expression)
            .SelectMany(m => ContractMetrics.Labels[Family(m.Value)])
            .Concat(TargetLabels);
        var used = Grouping().Matches(expression).SelectMany(m => m.Groups[1].Value.Split(','))
            .Concat(Matcher().Matches(expression).Select(m => m.Groups[1].Value))
            .Select(l => l.Trim())
            .Distinct();
        Assert.That(used, Is.SubsetOf(known));
    }

    [Test]
    public void Dashboard_EveryContractMetric_IsShown()
    {
        var shown = Expressions.SelectMany(e => MetricName().Matches(e)).Select(m => Family(m.Value)).Distinct();
        Assert.That(shown, Is.EquivalentTo(ContractMetrics.Labels.Keys));
    }

    [Test]
    public void Dashboard_Provisioned_NamesNoDataSourceOfItsOwn()
    {
        var sources = Panels.Select(p => p["datasource"]!)
            .Concat(Panels.SelectMany(p => p["targets"]!.AsArray()).Select(t => t!["datasource"]!));
        Assert.That(sources.Select(s => s["uid"]!.GetValue<string>()), Is.All.EqualTo("${datasource}"));
        Assert.That(Dashboard["templating"]!["list"]!.AsArray()
            .Select(v => (v!["name"]!.GetValue<string>(), v["type"]!.GetValue<string>())),
            Does.Contain(("datasource", "datasource")));
        Assert.That(Dashboard["uid"]!.GetValue<string>(), Is.EqualTo("llm-aware-gateway"));
        Assert.That(Dashboard["id"], Is.Null);
    }

    [Test]
    public void Panels_Grid_DoesNotOverlap()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var grid in Dashboard["panels"]!.AsArray().Select(p => p!["gridPos"]!))
        {
            int At(string name) => grid[name]!.GetValue<int>();
            Assert.That(At("x") + At("w"), Is.LessThanOrEqualTo(24));
            var cells = from x in Enumerable.Range(At("x"), At("w")) from y in Enumerable.Range(At("y"), At("h")) select (x, y);
            Assert.That(cells.All(taken.Add), Is.True, grid.ToJsonString());
        }

        Assert.That(Dashboard["panels"]!.AsArray().Select(p => p!["id"]!.GetValue<int>()), Is.Unique);
    }

    private static HashSet<string> Queryable() => [.. ContractMetrics.Labels.Keys.SelectMany(n =>
        ContractMetrics.Histograms.Contains(n) ? [n + "_bucket", n + "_sum", n + "_count"] : new[] { n })];

    private static string Family(string name) =>
        ContractMetrics.Histograms.FirstOrDefault(h => name.StartsWith(h + "_", StringComparison.Ordinal)) ?? name;

    private static string RepositoryRoot([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"\b[a-z]+_[a-z_]+\b(?=\{)")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"([a-z_]+)=~?""")]
    private static partial Regex Matcher();
}
