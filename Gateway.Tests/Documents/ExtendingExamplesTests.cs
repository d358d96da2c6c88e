using System.Text.RegularExpressions;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Documents;

/// <summary>The listings of <c>docs/extending.md</c> are the ones that are compiled and tried in <c>Gateway.Tests/Extending</c>.</summary>
public sealed partial class ExtendingExamplesTests
{
    private const string Document = "docs/extending.md";
    private const string Folder = "Gateway.Tests/Extending/";

    public static IEnumerable<string> Examples => Markdown.Of(Document).Marks.Where(m => m.StartsWith(Folder, StringComparison.Ordinal));

    [Test]
    public void Document_Seams_HaveAnExampleEach() => Assert.That(Examples, Is.EquivalentTo(new[]
    {
        Folder + "another-model.json",
        Folder + "manifest.json",
        Folder + "TrigramEmbedding.cs",
        Folder + "TableStore.cs",
        Folder + "SecondWindow.cs",
    }));

    [TestCaseSource(nameof(Examples))]
    public void Document_Example_IsTheTestedOne(string path)
    {
        var block = Markdown.Of(Document).BlocksAfter(path).Single();
        Assert.That(block.Text, Is.EqualTo(Example(File.ReadAllText(Repository.PathOf(path)))));
    }

    [Test]
    public void Example_FileWithRegion_IsTheRegionAlone() =>
        Assert.That(Example("using A;\n#region readme\n\nclass B;\n\n#endregion\n"), Is.EqualTo("class B;"));

    private static string Example(string file)
    {
        var text = file.ReplaceLineEndings("\n");
        return (Region().Match(text) is { Success: true } region ? region.Groups[1].Value : text).Trim('\n');
    }

    [GeneratedRegex("#region readme\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();
}
