using System.Text.RegularExpressions;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Documents;

/// <summary>Keeps <c>docs/life-of-a-request.md</c> true.</summary>
public sealed partial class LifeOfARequestTests
{
    private const string Path = "docs/life-of-a-request.md";

    public static IEnumerable<string> Names => Markdown.Of(Path).CodeSpans.Distinct();

    private static List<string> Files => [.. Names.Where(CodeNames.IsFile)];

    [TestCaseSource(nameof(Names))]
    public void Document_Name_ExistsInTheCode(string name)
    {
        Assert.That(CodeNames.Problem(name, out var known), Is.Null);
        Assert.That(known || Literal().IsMatch(name), Is.True, $"{name}: neither a name of the code nor a literal");
    }

    [Test]
    public void Document_Types_LiveInTheFilesItLeadsThrough()
    {
        var code = string.Join('\n',
            Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(f => File.ReadAllText(Repository.PathOf(f))));
        var elsewhere = Names
            .Select(CodeNames.TypeOf)
            .OfType<string>()
            .Distinct()
            .Where(type => !Regex.IsMatch(code, $@"\b(class|struct|record|interface|enum) {type}\b"));
        Assert.That(elsewhere, Is.Empty);
    }

    [Test]
    public void Document_Way_TouchesEveryModuleOnIt() => Assert.That(
        Files.Select(f => f.Split('/') is ["Gateway.Modules", var module, ..] ? module : "").Where(m => m.Length > 0).Distinct(),
        Is.SupersetOf(new[] { "Contracts", "Proxy", "Sampling", "Messaging", "Embedding", "Clustering", "Policies", "Storage",
            "Breaking" }));

    /// <summary>Paths of requests, queries, statuses, scopes: whatever holds a character that no name in the code has.</summary>
    [GeneratedRegex("[/=?&;{ +-]|^[a-z]+$")]
    private static partial Regex Literal();
}
