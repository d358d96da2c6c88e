using Gateway.Tests.Doubles;

namespace Gateway.Tests.Architecture;

/// <summary>The house rules for every C# file of the repository.</summary>
public sealed class SourceRulesTests
{
    private static readonly string[] Projects =
        [.. Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(p => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(p)!))
            .Order(StringComparer.Ordinal)];

    /// <summary>What a user writes outside the repository, and code that breaks the rules on purpose.</summary>
    private static readonly string[] Strangers = ["Gateway.Tests/Extending/", "Gateway.Tests/Architecture/Violations/"];

    [TestCaseSource(nameof(Projects))]
    public void Project_Folders_HoldFewFiles(string project) => Assert.That(RulesOf(project).CrowdedFolders(), Is.Empty);

    [TestCaseSource(nameof(Projects))]
    public void Project_Lines_AreNotWide(string project) => Assert.That(RulesOf(project).WideLines(), Is.Empty);

    [TestCaseSource(nameof(Projects))]
    public void Project_Namespaces_AreItsFolders(string project) =>
        Assert.That(
            RulesOf(project).StrayNamespaces().Where(s => !Strangers.Any(folder => s.StartsWith(folder, StringComparison.Ordinal))),
            Is.Empty);

    [Test]
    public void Sampling_Lines_AreUnderAThousand() => Assert.That(RulesOf("Gateway.Modules").LinesBelow("Sampling"), Is.InRange(1, 999));

    [Test]
    public void Rules_OnFilesThatBreakThem_Fail()
    {
        var root = Path.Combine(Directory.CreateTempSubdirectory().FullName, "Broken");
        var room = Directory.CreateDirectory(Path.Combine(root, "Room")).FullName;
        try
        {
            for (var i = 0; i <= SourceRules.MostFilesOfAFolder; i++)
            {
                File.WriteAllText(Path.Combine(room, $"A{i}.cs"), "namespace Broken.Room;\n");
            }

            File.WriteAllText(Path.Combine(root, "Wide.cs"), $"namespace Broken;\n// {new string('x', SourceRules.MostColumns)}\n");
            File.WriteAllText(Path.Combine(root, "Stray.cs"), "namespace Elsewhere;\n");
            var rules = new SourceRules(root);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(rules.CrowdedFolders(), Is.EqualTo(new[] { "Broken/Room: 26 files" }));
                Assert.That(rules.WideLines(), Is.EqualTo(new[] { "Broken/Wide.cs(2): 143 columns" }));
                Assert.That(rules.StrayNamespaces(), Is.EqualTo(new[] { "Broken/Stray.cs: Elsewhere" }));
                Assert.That(rules.LinesBelow("Room"), Is.EqualTo(26));
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(root)!, recursive: true);
        }
    }

    private static SourceRules RulesOf(string project) => new(Repository.PathOf(project));
}
