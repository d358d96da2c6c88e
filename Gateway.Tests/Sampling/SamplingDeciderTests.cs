using CsCheck;
using Gateway.Modules.Sampling;
using Gateway.Modules.Shared.Options;

namespace Gateway.Tests.Sampling;

internal sealed class SamplingDeciderTests
{
    [Test]
    public void WeightOf_UpToTheMinimum_TakesEverythingEachSecond()
    {
        var decider = Decider(minimum: 100, rate: 0.0001);

        var weights = Enumerable.Range(0, 300).Select(i => decider.WeightOf(At(i / 100.0), PolicyRole.None, null, "v"));

        Assert.That(weights, Is.All.EqualTo(1));
    }

    [Test]
    public void WeightOf_ManyOutcomes_AddUpToTheirNumber() =>
        Gen.Select(Gen.Int[1, 50], Gen.Double[0.1, 1], Gen.Int).Sample(
            (minimum, rate, seed) =>
            {
                const int Count = 20_000;
                var decider = Decider(minimum, rate, seed);
                var sum = 0.0;
                for (var i = 0; i < Count; i++)
                {
                    // Errors, new and known, and outcomes that a policy learns from, between the others.
                    var error = i % 5 == 0 ? Error((ulong)(i % 500)) : null;
                    sum += decider.WeightOf(At(i / 2000.0), i % 97 == 0 ? PolicyRole.HoldOut : PolicyRole.None, error, $"v{i % 3}");
                }

                // The standard deviation is sqrt(n (1/r - 1)); six of them.
                return Math.Abs(sum - Count) <= (6 * Math.Sqrt(Count * ((1 / rate) - 1))) + 1e-6;
            },
            iter: 60);

    [Test]
    public void WeightOf_BeyondTheMinimum_IsOneOverTheRateOrNothing()
    {
        var decider = Decider(minimum: 1, rate: 0.25);
        decider.WeightOf(At(0), PolicyRole.None, null, "v");

        var weights = Enumerable.Range(0, 1000).Select(_ => decider.WeightOf(At(0.5), PolicyRole.None, null, "v")).ToList();

        Assert.That(weights.Distinct(), Is.EquivalentTo(new[] { 0.0, 4.0 }));
    }

    [TestCase(PolicyRole.HoldOut)]
    [TestCase(PolicyRole.Probe)]
    [TestCase(PolicyRole.Watched)]
    public void WeightOf_WhatAPolicyLearnsFrom_IsAlwaysOne(PolicyRole role)
    {
        var decider = Spent();

        Assert.That(Enumerable.Range(0, 50).Select(_ => decider.WeightOf(At(0), role, null, "v")), Is.All.EqualTo(1));
    }

    [Test]
    public void WeightOf_NewFingerprint_IsTakenOnceForCertain()
    {
        var decider = Spent();

        var weights = new ulong[] { 1, 2, 1, 2, 3 }.Select(f => decider.WeightOf(At(0), PolicyRole.None, Error(f), "v"));

        Assert.That(weights, Is.EqualTo(new[] { 1.0, 1, 0, 0, 1 }));
    }

    [Test]
    public void WeightOf_OneVoterFloods_TheOthersAreStillTakenForCertain()
    {
        var decider = Decider(minimum: 100, rate: 1e-12);
        decider.WeightOf(At(0), PolicyRole.None, null, "quiet");

        var loud = Enumerable.Range(0, 1000).Sum(_ => decider.WeightOf(At(5), PolicyRole.None, null, "loud"));
        var quiet = Enumerable.Range(0, 25).Sum(_ => decider.WeightOf(At(5), PolicyRole.None, null, "quiet"));

        Assert.That((loud, quiet), Is.EqualTo((25.0, 25.0)));
    }

    [Test]
    public void WeightOf_OneVoterBringsNewErrorsOnly_TakesTheFirstForCertain()
    {
        var decider = Spent();

        var loud = Enumerable.Range(1, 1000).Sum(i => decider.WeightOf(At(0), PolicyRole.None, Error((ulong)i), "loud"));

        Assert.Multiple(() =>
        {
            Assert.That(loud, Is.EqualTo(16));
            Assert.That(decider.WeightOf(At(0), PolicyRole.None, Error(2000), "quiet"), Is.EqualTo(1));
        });
    }

    [Test]
    public void Takes_MoreVotersThanAreRemembered_StaysWithinTheMinimum()
    {
        var shares = new VoterShares();
        var taken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            shares.Arrives($"v{i}", 0);
            taken += shares.Takes($"v{i}", 10_000) ? 1 : 0;
        }

        Assert.That(taken, Is.EqualTo(4096 + (10_000 / 4)), "those that are told apart, and one share for the rest");
    }

    [Test]
    public void WeightOf_FingerprintInUse_OutlivesAFloodOfOthers()
    {
        var decider = Spent();
        decider.WeightOf(At(0), PolicyRole.None, Error(0), "v");
        for (var i = 1UL; i < 1000; i++)
        {
            decider.WeightOf(At(0), PolicyRole.None, Error(i), "v");
            Assert.That(decider.WeightOf(At(0), PolicyRole.None, Error(0), "v"), Is.Zero);
        }
    }

    [Test]
    public void WeightOf_ClockSetBack_OpensANewWindow()
    {
        var decider = Decider(minimum: 1, rate: 0.0001);
        decider.WeightOf(At(3600), PolicyRole.None, null, "v");

        Assert.Multiple(() =>
        {
            Assert.That(decider.WeightOf(At(3599), PolicyRole.None, null, "v"), Is.Zero, "a little out of order: the same window");
            Assert.That(decider.WeightOf(At(0), PolicyRole.None, null, "v"), Is.EqualTo(1));
        });
    }

    private static SamplingDecider Spent()
    {
        var decider = Decider(minimum: 1, rate: 1e-12);
        decider.WeightOf(At(0), PolicyRole.None, null, "v");
        return decider;
    }

    private static SamplingDecider Decider(int minimum, double rate, int seed = 1) => new(
        new FixedOptions(new GatewayOptions
        {
            Sampler = new SamplerOptions { MinimumPerSecond = minimum, SamplingRate = rate, MaxFingerprints = 100 },
        }).Section<SamplerOptions>(),
        new Random(seed));

    private static DateTimeOffset At(double second) => OutcomeRecords.Start.AddSeconds(second);

    private static MaskedError Error(ulong fingerprint) => new("boom", new Fingerprint(fingerprint), "5xx");
}
