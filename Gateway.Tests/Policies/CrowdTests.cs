namespace Gateway.Tests.Policies;

/// <summary>
/// Honest, buggy and hostile clients in random mixes, up to a fifth of the traffic hostile: nobody who does nothing wrong is refused in
/// vain for long, and what is really wrong is found all the same.
/// </summary>
public sealed class CrowdTests
{
    private const double LongestVainSeconds = 5;
    private const double FoundLaterSeconds = 2;
    private const double FoundShare = 0.9;

    [Test]
    public void Run_HostileClientsAmongHonestOnes_NobodyIsRefusedInVainForLongAndTheFaultIsFound() => Check(seeds: 60);

    [Test]
    [Explicit("takes minutes")]
    public void Run_AThousandMixes_TheSame() => Check(seeds: 1000);

    private static void Check(int seeds)
    {
        var vain = new List<string>();
        var found = 0;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var (without, with) = (RunOf(seed, hostile: false), RunOf(seed, hostile: true));
            found += double.IsFinite(with.FoundAfterSeconds)
                && with.FoundAfterSeconds <= without.FoundAfterSeconds + FoundLaterSeconds ? 1 : 0;
            if (with.LongestVainSeconds > LongestVainSeconds)
            {
                vain.Add($"seed {seed}: {with}");
            }
        }

        TestContext.Out.WriteLine($"{found} of {seeds} found in time, {vain.Count} refused in vain");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(vain, Is.Empty);
            Assert.That(found, Is.GreaterThanOrEqualTo(FoundShare * seeds));
        }
    }

    private static CrowdResult RunOf(int seed, bool hostile)
    {
        using var simulation = new CrowdSimulation(seed, hostile);
        return simulation.Run();
    }
}
