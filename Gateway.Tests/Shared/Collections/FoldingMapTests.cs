using Gateway.Modules.Shared.Collections;

namespace Gateway.Tests.Shared.Collections;

public sealed class FoldingMapTests
{
    [Test]
    public void Of_KeysBeyondTheCap_ShareOneEntry()
    {
        var map = new FoldingMap<string, int>(2, rest: "");
        foreach (var key in new[] { "a", "b", "c", "d", "a" })
        {
            map.Of(key, out _)++;
        }

        Assert.That(
            new[] { map.Of("a", out _), map.Of("b", out _), map.Of("c", out _), map.Of("e", out var known) },
            Is.EqualTo(new[] { 2, 1, 2, 2 }));
        Assert.That((map.IsFull, known), Is.EqualTo((true, true)));
    }

    [Test]
    public void RemoveWhere_EntriesThatAreOver_MakesRoom()
    {
        var map = new FoldingMap<string, int>(2, rest: "");
        map.Of("a", out _) = 1;
        map.Of("b", out _) = 2;
        map.RemoveWhere(value => value == 1);
        map.Of("c", out var known) = 3;

        Assert.That((known, map.Of("c", out _), map.Of("b", out _)), Is.EqualTo((false, 3, 2)));
    }

    [Test]
    public void Clear_Full_ForgetsAll()
    {
        var map = new FoldingMap<string, int>(1, rest: "");
        map.Of("a", out _) = 1;
        map.Clear();
        Assert.That((map.IsFull, map.Of("a", out _)), Is.EqualTo((false, 0)));
    }
}
