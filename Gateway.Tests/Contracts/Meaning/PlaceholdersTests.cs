using System.Reflection;

namespace Gateway.Tests.Contracts.Meaning;

public sealed class PlaceholdersTests
{
    [TestCase("{n}", 3)]
    [TestCase("{pair-of-words} and more", 15)]
    [TestCase("{} ", 0)]
    [TestCase("{0}", 0)]
    [TestCase("{\"a\":1}", 0)]
    [TestCase("{name", 0)]
    [TestCase("x{n}", 0)]
    [TestCase("", 0)]
    public void LengthAt_Text_IsThatOfThePlaceholderItBeginsWith(string text, int expected) =>
        Assert.That(Placeholders.LengthAt(text), Is.EqualTo(expected));

    [Test]
    public void LengthAt_EachOfOurs_IsItsLength()
    {
        var all = typeof(Placeholders).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => (string)field.GetValue(null)!).ToArray();
        Assert.That(all, Is.Not.Empty.And.Unique);
        Assert.That(all.All(text => Placeholders.LengthAt(text) == text.Length), Is.True);
    }
}
