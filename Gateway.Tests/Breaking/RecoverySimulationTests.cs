namespace Gateway.Tests.Breaking;

/// <summary>Poisson arrivals at a breaker, answered by an upstream that fails until the fault ends. Fake time.</summary>
public sealed class RecoverySimulationTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(40);
    private static readonly int[] Seeds = [.. Enumerable.Range(1, 20)];

    [TestCaseSource(nameof(Seeds))]
    public void FaultEnds_TwentyTwoRequestsASecond_IsOverWithinFiveSeconds(int seed)
    {
        var fault = TimeSpan.FromSeconds(20);
        var run = Run(seed, requestsPerSecond: 22, length: TimeSpan.FromSeconds(40), fails: (t, _) => t < fault);
        var late = run.Where(r => r.At > fault + TimeSpan.FromSeconds(5)).ToArray();
        Assert.That(late.Count(r => !r.Admitted), Is.LessThan(0.01 * late.Length));
    }

    [TestCaseSource(nameof(Seeds))]
    public void FaultGoesOn_AnyRate_AdmitsLittle(int seed)
    {
        foreach (var rate in new[] { 0.5, 2, 4, 22, 200 })
        {
            var length = TimeSpan.FromSeconds(120);
            var run = Run(seed, rate, length, fails: (_, _) => true);
            var admitted = run.Count(r => r.Admitted);
            var oneASecond = Math.Min(length.TotalSeconds, run.Count / 5.0);
            Assert.That(admitted, Is.LessThanOrEqualTo(Math.Max(0.025 * run.Count, oneASecond)), $"{rate}/s: {run.Count} requests");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public void FaultEnds_TwoPercentNoise_IsOverForGood(int seed)
    {
        var fault = TimeSpan.FromSeconds(10);
        foreach (var rate in new[] { 22.0, 500 })
        {
            var run = Run(seed, rate, TimeSpan.FromSeconds(60), (t, random) => t < fault || random.NextDouble() < 0.02);
            var late = run.Where(r => r.At > fault + TimeSpan.FromSeconds(15)).ToArray();
            Assert.That(late.Count(r => !r.Admitted), Is.LessThan(0.01 * late.Length), $"{rate}/s");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public void FaultComesBack_WhileWatched_IsRefusedAtOnce(int seed)
    {
        var run = Run(seed, 22, TimeSpan.FromSeconds(40), (t, _) => t.TotalSeconds is < 10 or > 30);
        var again = run.Where(r => r.At.TotalSeconds > 30).ToArray();
        Assert.That(again.Count(r => r.Admitted), Is.LessThan(25), "eight principals, those under way, and the hold-outs");
    }

    private static List<(TimeSpan At, bool Admitted)> Run(
        int seed, double requestsPerSecond, TimeSpan length, Func<TimeSpan, Random, bool> fails)
    {
        var random = new Random(seed);
        var breakers = new Breakers(seed);
        var breaker = breakers.Learned(requestsPerSecond: requestsPerSecond);
        var underWay = new Queue<(TimeSpan Until, IPermit Permit, bool Fails)>();
        var requests = new List<(TimeSpan, bool)>();
        var clock = TimeSpan.Zero;
        for (var at = Gap(); at < length; at += Gap())
        {
            while (underWay.TryPeek(out var next) && next.Until <= at)
            {
                underWay.Dequeue();
                AdvanceTo(next.Until);
                End(next.Permit, next.Fails);
            }

            AdvanceTo(at);
            var permit = breaker.TryAcquire((ulong)random.Next(1, 41)).Permit;
            requests.Add((at, permit is not null));
            if (permit is not null)
            {
                underWay.Enqueue((at + Latency, permit, fails(at, random)));
            }
        }

        return requests;

        TimeSpan Gap() => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / requestsPerSecond);

        void AdvanceTo(TimeSpan time)
        {
            breakers.Time.Advance(time - clock);
            clock = time;
        }
    }

    private static void End(IPermit permit, bool fails)
    {
        if (fails)
        {
            permit.Failure();
        }
        else
        {
            permit.Success();
        }
    }
}
