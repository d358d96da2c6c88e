using CsCheck;
using Gateway.Modules.Shared.Collections;

namespace Gateway.Tests.Shared.Collections;

public sealed class BoundedMapTests
{
    private const int Capacity = 4;

    [Test]
    public void Set_Full_LeastRecentlyUsedGivesWay()
    {
        var map = Filled("abcd");
        map.TryTouch('a', out _);
        map.TryGet('b', out _);

        Assert.That(map.Set('e', 0, out var gone), Is.True);
        Assert.That((gone.Key, map.Count, map.Evicted), Is.EqualTo(('b', Capacity, 1L)), "looking is no use");
        Assert.That(map.Entries.Select(e => e.Key), Is.EqualTo("cdae"));
    }

    [Test]
    public void Set_KnownKey_ReplacesAndLetsNobodyGo()
    {
        var map = Filled("abcd");

        Assert.That(map.Set('a', 9, out _), Is.False);
        Assert.That((map.TryGet('a', out var value), value, map.Newest!.Value.Key), Is.EqualTo((true, 9, 'a')));
    }

    [Test]
    public void TryAdd_Repeated_IsRefusedUntilForgotten()
    {
        var ids = new BoundedMap<string, bool>(2);
        Assert.That(
            new[] { "a", "a", "b", "c", "a" }.Select(id => ids.TryAdd(id, true)), Is.EqualTo(new[] { true, false, true, true, true }));
    }

    [Test]
    public void Any_Operations_BehaveAsAListInTheOrderOfUse() =>
        Gen.Select(Gen.Int[0, 4], Gen.Char['a', 'h'], Gen.Int[0, 9]).Array[0, 60].Sample(operations =>
        {
            var map = new BoundedMap<char, int>(Capacity);
            var model = new List<(char Key, int Value)>();
            foreach (var (operation, key, value) in operations)
            {
                var at = model.FindIndex(e => e.Key == key);
                switch (operation)
                {
                    case 0:
                        if (at >= 0)
                        {
                            model.RemoveAt(at);
                        }
                        else if (model.Count == Capacity)
                        {
                            model.RemoveAt(0);
                        }

                        model.Add((key, value));
                        map.Set(key, value);
                        break;
                    case 1:
                        if (map.TryTouch(key, out var touched) != at >= 0 || (at >= 0 && touched != model[at].Value))
                        {
                            return false;
                        }

                        if (at >= 0)
                        {
                            model.Add(model[at]);
                            model.RemoveAt(at);
                        }

                        break;
                    case 2:
                        if (map.TryGet(key, out var seen) != at >= 0 || (at >= 0 && seen != model[at].Value))
                        {
                            return false;
                        }

                        break;
                    case 3:
                        if (map.Remove(key, out _) != at >= 0)
                        {
                            return false;
                        }

                        model.RemoveAll(e => e.Key == key);
                        break;
                    default:
                        if (map.TryRemoveOldest(out var oldest) != model.Count > 0 || (model.Count > 0 && oldest.Key != model[0].Key))
                        {
                            return false;
                        }

                        model.RemoveRange(0, Math.Min(1, model.Count));
                        break;
                }
            }

            return map.Count == model.Count && map.Entries.Select(e => (e.Key, e.Value)).SequenceEqual(model);
        });

    private static BoundedMap<char, int> Filled(string keys)
    {
        var map = new BoundedMap<char, int>(Capacity);
        foreach (var key in keys)
        {
            map.Set(key, key);
        }

        return map;
    }
}
