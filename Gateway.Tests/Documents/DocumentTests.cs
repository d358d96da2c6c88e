using System.Text.RegularExpressions;
using Gateway.Host.Configuration;
using Gateway.Tests.Doubles;
using Gateway.Tests.Host;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Documents;

/// <summary>What holds for every document: links lead somewhere; options and metrics that are named exist.</summary>
public sealed partial class DocumentTests
{
    public static IEnumerable<string> All => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
        .Select(f => Path.GetRelativePath(Repository.Root, f))
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(All))]
    public void Document_Links_LeadSomewhere(string path)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(path))!;
        var broken = Markdown.Of(path).Links
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal))
            .Where(link => !Exists(link, folder, path));
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void Document_Metrics_AreThoseOfTheScrape(string path) =>
        Assert.That(Problems(path, MetricName()), Is.Empty);

    [TestCaseSource(nameof(All))]
    public void Document_Options_AreThoseOfTheConfiguration(string path) =>
        Assert.That(
            EnvironmentName().Matches(File.ReadAllText(Repository.PathOf(path)))
                .Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal))
                .Concat(Markdown.Of(path).CodeSpans.Where(s => OptionName().IsMatch(s)))
                .Select(key => ListIndex().Replace(key, ""))
                .Where(key => !IsOption(key)),
            Is.Empty);

    [Test]
    public void Operating_Metrics_AreAllExplained() =>
        Assert.That(Markdown.Of("docs/operating.md").CodeSpans, Is.SupersetOf(ContractMetrics.Labels.Keys));

    [Test]
    public void Readme_EveryDocument_IsReachable()
    {
        var links = Markdown.Of("README.md").Links.Concat(Markdown.Of("CONTRIBUTING.md").Links).ToList();
        Assert.That(links,
            Is.SupersetOf(new[] { "docs/configuration.md", "docs/operating.md", "docs/life-of-a-request.md", "docs/dependencies.md" }));
    }

    [TestCase("README.md")]
    [TestCase("docs/extending.md")]
    [TestCase("docs/configuration.md")]
    public async Task Document_ExampleConfigurations_AreValid(string path)
    {
        var examples = Markdown.Of(path).Blocks.Where(b => b.Language == "json"
            && b.Text.Contains("\"Gateway\"", StringComparison.Ordinal)).ToList();
        Assert.That(examples, Is.Not.Empty);
        foreach (var example in examples)
        {
            Assert.That((await ConfigurationFolder.ReadAsync(example.Text)).Mistakes, Is.Empty, example.Text);
        }
    }

    private static IEnumerable<string> Problems(string path, Regex names) =>
        names.Matches(File.ReadAllText(Repository.PathOf(path)))
            .Select(m => CodeNames.Problem(m.Value, out _))
            .OfType<string>()
            .Distinct();

    private static bool IsOption(string key) =>
        OptionKeys.All.Any(o => ListIndex().Replace(o.Key, "") is var known
            && (known == key || known.StartsWith(key + ":", StringComparison.Ordinal)));

    private static bool Exists(string link, string folder, string path)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? Repository.PathOf(path) : Path.GetFullPath(parts[0], folder);
        return (File.Exists(target) || Directory.Exists(target))
            && (parts.Length == 1 || new Markdown(File.ReadAllText(target)).Anchors.Contains(parts[1]));
    }

    [GeneratedRegex(@"\bgateway_[a-z_]+[a-z]\b")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\bGateway(__\w+?)+(?=[=:`\s])")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"^Gateway(:\w+)+$")]
    private static partial Regex OptionName();

    [GeneratedRegex(@":(N|\d+)(?=:|$)")]
    private static partial Regex ListIndex();
}
