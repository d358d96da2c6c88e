using Gateway.Modules.Clustering.Grams;


namespace Gateway.Tests.Clustering.Causes;

internal sealed class ExplainedWordsTests
{
    /// <summary>The words of two texts; "refused" is twice as rare as the others.</summary>
    private static readonly ulong[] Keys =
        [.. TextGrams.Count("connection refused").Keys.Concat(TextGrams.Count("certificate").Keys).Where(TextGrams.IsWord).Distinct()];

    private static readonly GramTable Grams = new(Keys, [.. Keys.Select(key => TextGrams.Count("refused").ContainsKey(key) ? 2f : 1f)]);

    /// <summary>The first cause uses the words of "connection refused", the second none.</summary>
    private static readonly ExplainedWords Words = new(
        [.. TextGrams.Count("connection refused").Keys.Where(TextGrams.IsWord).Select(Grams.RowOf).Order()],
        [0, TextGrams.Count("connection refused").Keys.Count(TextGrams.IsWord),
            TextGrams.Count("connection refused").Keys.Count(TextGrams.IsWord)]);

    [Test]
    public void ShareOf_NothingToExplain_IsOne() => Assert.That(Words.ShareOf("", Grams, 1), Is.EqualTo(1));

    [Test]
    public void ShareOf_WordsOfTheCause_IsOne() => Assert.That(Words.ShareOf("connection refused", Grams, 0), Is.EqualTo(1));

    [Test]
    public void ShareOf_WordsOfAnother_IsNone() => Assert.That(Words.ShareOf("connection refused", Grams, 1), Is.Zero);

    [Test]
    public void ShareOf_OneWordOfTwo_IsItsShareOfTheWeight() =>
        Assert.That(Words.ShareOf("refused, certificate", Grams, 0), Is.EqualTo(2f / (2 + 1 + 2)).Within(1e-6),
            "the pair is known to nobody and weighs as the rarest");
}
