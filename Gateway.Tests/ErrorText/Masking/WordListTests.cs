using System.Runtime.CompilerServices;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.ErrorText.Masking;

/// <summary>The files of words.</summary>
internal sealed class WordListTests
{
    private static readonly string Folder = Repository.PathOf("Gateway.Modules/ErrorText/Words");

    public static IEnumerable<string> Files =>
        Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void File_Lines_AreSortedWithoutTwinsAndBlanks(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        var words = text.Split('\n')[..^1];

        Assert.That(text, Does.EndWith("\n").And.Not.Contain("\r"));
        Assert.That(words, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
        Assert.That(words.Where(word => word.Length == 0 || word.Trim() != word), Is.Empty);
    }

    [Test]
    public void Files_All_AreUsed()
    {
        foreach (var type in typeof(WordList).Assembly.GetTypes().Where(t => t.Namespace == $"{typeof(WordList).Namespace}.Forms"))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        Assert.That(Files.Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(WordList.Names).And.EquivalentTo(WordList.InUse));
    }
}
