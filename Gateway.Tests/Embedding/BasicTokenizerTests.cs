using CsCheck;
using Gateway.Modules.Embedding;

namespace Gateway.Tests.Embedding;

public sealed class BasicTokenizerTests
{
    private static readonly BasicTokenizer Uncased = new(lowercase: true, stripAccents: true, splitCjk: true, maxCharsPerWord: 10, "[UNK]");
    private static readonly BasicTokenizer Cased = new(lowercase: false, stripAccents: false, splitCjk: true, maxCharsPerWord: 10, "[UNK]");

    [TestCase("one\ntwo\tthree\r\nfour", "one two three four")]
    [TestCase("a$b+c<d=e>f^g|h~i", "a $ b + c < d = e > f ^ g | h ~ i")]
    [TestCase("Zero\u200bWidth\u0007 \ufffdBell", "zerowidth bell")]
    [TestCase("no\u00a0break", "no break")]
    [TestCase("Ünïcödé Ångström", "unicode angstrom")]
    [TestCase("e\u0301", "e")]
    [TestCase("数据库", "数 据 库")]
    [TestCase("\uac01", "\u1100\u1161\u11a8")]
    [TestCase("😀x", "😀x")]
    [TestCase("abcdefghijk lm", "[UNK] lm")]
    [TestCase("abcdefghij", "abcdefghij")]
    [TestCase("", "")]
    [TestCase(" \n ", "")]
    public void Split_Uncased_IsBertsOwn(string text, string words) => Assert.That(Uncased.Split(text, 100), Is.EqualTo(words));

    [Test]
    public void Split_Cased_KeepsCaseAndAccents() => Assert.That(Cased.Split("Été-ÀÉ", 100), Is.EqualTo("Été - ÀÉ"));

    [Test]
    public void Split_MoreWordsThanAsked_Stops() => Assert.That(Uncased.Split("a,b,c,d", 3), Is.EqualTo("a , b"));

    [Test]
    public void Split_AnyText_IsStableAndSpacedOnce() => Gen.String.Sample(text =>
    {
        var words = Uncased.Split(text, 1000);
        return !words.Contains("  ", StringComparison.Ordinal)
            && words == words.Trim(' ')
            && (words.Contains("[UNK]", StringComparison.Ordinal) || Uncased.Split(words, 1000) == words);
    });
}
