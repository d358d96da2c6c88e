using Gateway.Modules.Shared.Words;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.ErrorText;

/// <summary>Every list of words in the product: a file that is easy to read, to add to and to merge.</summary>
public sealed class WordFilesTests
{
    private static string[] Files() =>
        [.. Directory.GetFiles(Repository.PathOf("Gateway.Modules"), "*.txt", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "Words")
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Order(StringComparer.Ordinal)];

    [TestCaseSource(nameof(Files))]
    public void File_Lines_AreSortedWithoutTwins(string file)
    {
        var lines = File.ReadAllLines(Repository.PathOf(file));

        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines, Is.EqualTo(lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Assert.That(lines.Where(line => line != line.Trim() || line.Length == 0), Is.Empty);
    }

    [Test]
    public void Files_Names_DifferFromRoomToRoom() =>
        Assert.That(Files().Select(file => Path.GetFileName(file)), Is.Unique, "they are read by their name alone");

    [TestCaseSource(nameof(Files))]
    public void Read_FileOfTheRepository_HasItsWords(string file)
    {
        var words = WordList.Read(Path.GetFileNameWithoutExtension(file));

        Assert.That(words.Words, Is.EquivalentTo(File.ReadAllLines(Repository.PathOf(file))));
        Assert.That(words.Words.All(word => words.Contains(word) && word.Length <= words.Longest), Is.True);
    }

    [Test]
    public void Files_All_AreRead()
    {
        var code = string.Concat(Directory.EnumerateFiles(Repository.PathOf("Gateway.Modules"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        Assert.That(
            Files().Select(file => $"\"{Path.GetFileNameWithoutExtension(file)}\"")
                .Where(name => !code.Contains(name, StringComparison.Ordinal)),
            Is.Empty);
    }

    [Test]
    public void Read_UnknownName_SaysSo() => Assert.That(() => WordList.Read("nowhere"), Throws.InvalidOperationException);
}
