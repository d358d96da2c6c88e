using Gateway.Modules.Embedding;


namespace Gateway.Tests.Embedding;

internal sealed class FreshTextsTests
{
    [Test]
    public void TryTake_OneVoterFloods_TheOtherIsNext()
    {
        var texts = new FreshTexts(32, 256);
        for (var i = 0; i < 100; i++)
        {
            texts.Add(Samples.Failure(i, $"t{i}") with { Voter = "loud" }, 0);
        }

        texts.Add(Samples.Failure(100, "honest") with { Voter = "honest" }, 0);
        texts.TryTake(out _);
        texts.TryTake(out var second);

        Assert.That((texts.Count, second.Sample.Voter), Is.EqualTo((31, "honest")));
    }

    [Test]
    public void Add_AllTaken_TheLongestLaneGivesAPlaceUp()
    {
        var texts = new FreshTexts(4, 4);
        for (var i = 0; i < 4; i++)
        {
            texts.Add(Samples.Failure(i, $"t{i}") with { Voter = "loud" }, 0);
        }

        var displaced = texts.Add(Samples.Failure(9, "honest") with { Voter = "honest" }, 0);

        Assert.That((displaced?.EventId, texts.Count), Is.EqualTo(("0", 4)));
    }

    [Test]
    public void TryTakeOlder_SomeOfThemOlder_TakesThoseAlone()
    {
        var texts = new FreshTexts(4, 8);
        for (var i = 0; i < 6; i++)
        {
            texts.Add(Samples.Failure(i, $"t{i}") with { Voter = $"v{i % 2}" }, i);
        }

        var taken = new List<string>();
        while (texts.TryTakeOlder(3, out var late))
        {
            taken.Add(late.Sample.EventId);
        }

        Assert.That(taken, Is.EquivalentTo(new[] { "0", "1", "2" }));
        Assert.That(texts.Count, Is.EqualTo(3));
    }
}
