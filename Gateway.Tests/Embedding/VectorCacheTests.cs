using CsCheck;
using Gateway.Modules.Embedding;

namespace Gateway.Tests.Embedding;

public sealed class VectorCacheTests
{
    [Test]
    public void Add_Full_DropsTheLeastRecentlyUsed()
    {
        var cache = new VectorCache(2);
        cache.Add(new Fingerprint(1), Vector(1));
        cache.Add(new Fingerprint(2), Vector(2));
        cache.TryGet(new Fingerprint(1), out _);
        cache.Add(new Fingerprint(3), Vector(3));
        Assert.Multiple(() =>
        {
            Assert.That(cache.TryGet(new Fingerprint(1), out var one) && one!.Vector.Span[0] == 1, Is.True);
            Assert.That(cache.TryGet(new Fingerprint(2), out _), Is.False);
            Assert.That(cache.TryGet(new Fingerprint(3), out _), Is.True);
        });
    }

    [Test]
    public void Add_AnyOrder_NeverHoldsMoreThanItMay() =>
        Gen.ULong[0, 20].List[0, 100].Sample(keys =>
        {
            var cache = new VectorCache(7);
            foreach (var key in keys)
            {
                cache.Add(new Fingerprint(key), Vector(key));
            }

            return cache.Count == Math.Min(7, keys.Distinct().Count());
        });

    [Test]
    public void Add_ManyUsedOnce_KeepsWhatWasUsedAgain()
    {
        var cache = new VectorCache(10);
        cache.Add(new Fingerprint(1), Vector(1));
        cache.TryGet(new Fingerprint(1), out _);
        for (var i = 2ul; i < 100; i++)
        {
            cache.Add(new Fingerprint(i), Vector(i));
        }

        Assert.That(cache.TryGet(new Fingerprint(1), out _), Is.True);
    }

    private static EmbeddingVector Vector(float value) => new("s", new[] { value });
}
