using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Telemetry;

/// <summary>The samples of one scrape, labels in alphabetical order and without the exporter's own <c>otel_scope_*</c>.</summary>
internal sealed partial record Scrape(IReadOnlyList<ScrapedSample> Samples)
{
    public IEnumerable<string> Names => Samples.Select(s => s.Name).Distinct();

    public double Value(string name, string labels = "") =>
        Samples.Single(s => s.Name == name && s.Labels == labels).Value;

    public static Scrape Parse(string text) => new([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(l => !l.StartsWith('#'))
        .Select(ParseLine)]);

    private static ScrapedSample ParseLine(string line)
    {
        var match = Line().Match(line);
        Assert.That(match.Success, Is.True, line);
        var labels = match.Groups["labels"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => !l.StartsWith("otel_scope_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return new(match.Groups["name"].Value, string.Join(",", labels),
            double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>[a-z_0-9]+)(\{(?<labels>[^}]*)\})? (?<value>\S+)")]
    private static partial Regex Line();
}

internal sealed record ScrapedSample(string Name, string Labels, double Value);
