using CsCheck;
using Gateway.Modules.Sampling.Dimensions;

namespace Gateway.Tests.Sampling.Dimensions;

internal sealed class SharedPlacesTests
{
    [Test]
    public void TryKeep_HostileFailsWithEveryValue_ReplacesItsOwn()
    {
        var places = new SharedPlaces(20);
        for (var second = 0; second < 100; second++)
        {
            Flood(places, hostile: 9, second);
            Assert.That(Keep(places, "zeta", 1, failed: true, second), Is.True, $"at {second} s");
        }
    }

    [Test]
    public void TryKeep_ManyHostileFailWithOneValueEach_AFailingOneIsInWithinSeconds()
    {
        var places = new SharedPlaces(20);
        for (var i = 0; i < 1000; i++)
        {
            Keep(places, $"junk{i}", (ulong)(100 + (i % 100)), failed: true, second: 0);
        }

        Assert.That(Keep(places, "zeta", 1, failed: true, second: 2), Is.True);
    }

    [Test]
    public void TryKeep_HostileFloods_WhatManyFailWithKeepsItsPlace()
    {
        var places = new SharedPlaces(20);
        for (var second = 0; second < 300; second++)
        {
            Assert.That(Keep(places, "format", (ulong)(second % 5), failed: second % 10 == 0, second), Is.True);
            Flood(places, hostile: 9, second);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void TryKeep_OneClientFloodsNames_WhatOthersUseIsInWithinSeconds(bool floodFails)
    {
        // 100 requests a second, one in twenty of which, of several principals, has the parameter; beside them the flood.
        var places = new SharedPlaces(32);
        for (var second = 0; second < 30; second++)
        {
            Flood(places, hostile: 9, second, floodFails);
        }

        var refused = 0;
        for (var second = 30; second < 60; second++)
        {
            for (var i = 0; i < 5; i++)
            {
                refused += Keep(places, "format", (ulong)(100 + ((second + i) % 4)), failed: false, second) ? 0 : 1;
                Flood(places, hostile: 9, second, floodFails);
            }
        }

        Assert.That(refused, Is.Zero, "it is in from its first request on, and stays");
    }

    [Test]
    public void TryKeep_HealthyFlood_LeavesAFailingPrincipalItsQuarter()
    {
        var places = new SharedPlaces(32);
        for (var i = 0; i < 32; i++)
        {
            Keep(places, $"name{i}", 1, failed: true, second: 0);
        }

        var lost = 0;
        for (var i = 0; i < 5000; i++)
        {
            places.TryKeep($"junk{i}", new Bringer(9 + (ulong)(i % 6), Failed: false, Second: 1 + (i / 500)), out var replaced);
            lost += replaced?.StartsWith("name", StringComparison.Ordinal) == true ? 1 : 0;
        }

        Assert.That(lost, Is.EqualTo(32 - 8));
    }

    [TestCase(1, 10_000, false)]
    [TestCase(2, 10_000, false)]
    [TestCase(3, 1000, true)]
    [TestCase(60, 1, true)]
    [TestCase(40, 1, false)]
    public void IsCrowded_ManyKeys_OnlyWhenSeveralPrincipalsBroughtThem(int principals, int keysOfEach, bool expected)
    {
        var places = new SharedPlaces(64);
        for (var i = 0; i < keysOfEach; i++)
        {
            for (var principal = 0; principal < principals; principal++)
            {
                Keep(places, $"{principal}-{i}", (ulong)principal, failed: false, second: i);
            }
        }

        Assert.That(places.IsCrowded, Is.EqualTo(expected));
    }

    [Test]
    public void TryKeep_EverybodyHealthy_PlacesDoNotChangeHands()
    {
        var places = new SharedPlaces(20);
        var kept = new Dictionary<string, List<bool>>();
        for (var i = 0; i < 4000; i++)
        {
            var key = $"tenant{i % 40}";
            kept.TryAdd(key, []);
            kept[key].Add(Keep(places, key, (ulong)(i % 40), failed: false, i / 100));
        }

        Assert.That(kept.Values.Count(k => k.TrueForAll(x => x)), Is.EqualTo(20));
        Assert.That(kept.Values.Count(k => k.TrueForAll(x => !x)), Is.EqualTo(20));
    }

    [Test]
    public void TryKeep_NotSeenForTenMinutes_IsFree()
    {
        var places = new SharedPlaces(1);
        for (var i = 0UL; i < 5; i++)
        {
            Keep(places, "old", i, failed: false, second: 0);
        }

        Assert.That(Keep(places, "new", 7, failed: false, second: 599), Is.False);
        Assert.That(Keep(places, "new", 7, failed: false, second: 600), Is.True);
    }

    [Test]
    public void TryKeep_Anything_NeverHoldsMoreThanItsCapacity() =>
        Gen.Select(Gen.Int[0, 30], Gen.ULong[0, 5], Gen.Bool, Gen.Int[0, 900]).Array[0, 400].Sample(steps =>
        {
            var places = new SharedPlaces(8);
            foreach (var (key, principal, failed, second) in steps)
            {
                if (Keep(places, $"{key}", principal, failed, second)
                    && places.TryKeep($"{key}", new Bringer(principal, failed, second), out var replaced) is var again)
                {
                    Assert.That(again?.Key, Is.EqualTo($"{key}"));
                    Assert.That(replaced, Is.Null);
                }
            }

            return places.Count <= 8;
        }, iter: 500);

    private static void Flood(SharedPlaces places, ulong hostile, long second, bool fails = true)
    {
        for (var i = 0; i < 50; i++)
        {
            Keep(places, $"junk{second}-{i}", hostile, fails, second);
        }
    }

    private static bool Keep(SharedPlaces places, string key, ulong principal, bool failed, long second) =>
        places.TryKeep(key, new Bringer(principal, failed, second), out _) is not null;
}
