using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Gateway.Tests.Contracts.Dimensions;

public sealed class ValueHashTests
{
    /// <summary>Stored scopes and other replicas have these: they never change.</summary>
    [TestCase("", "e3b0c44298fc1c14")]
    [TestCase("acme", "822b33ad87c148a0")]
    [TestCase("gpt-4o", "a2a69af70d1b9be7")]
    [TestCase("中文", "72726d8818f693066ceb69afa364218b", Description = "only the first half is kept")]
    public void TextOf_KnownValue_IsTheStartOfItsSha256(string value, string expected) =>
        Assert.That(expected, Does.StartWith(ValueHash.TextOf(value)));

    [Test]
    public void TextOf_AnyValue_IsTheStartOfItsSha256AndReadsBack() => Gen.String.Sample(value =>
    {
        var text = ValueHash.TextOf(value);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value))).StartsWith(text, StringComparison.Ordinal)
            && ValueHash.TryParse(text, out var hash) && hash == ValueHash.Of(value);
    });

    [TestCase("")]
    [TestCase("0123456789abcde")]
    [TestCase("0123456789abcdef0")]
    [TestCase("0123456789ABCDEF")]
    [TestCase("0123456789abcdeg")]
    public void TryParse_NoHash_IsFalse(string text) => Assert.That(ValueHash.TryParse(text, out _), Is.False);
}
