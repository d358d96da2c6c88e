using CsCheck;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Scenarios;

namespace Gateway.Tests.Lab;

public sealed class TruthTests
{
    private static readonly Condition OnBroken = new("query:broken", ["true"]);
    private static readonly RequestFacts Broken = LabWorld.Facts(query: new Dictionary<string, string> { ["broken"] = "true" });

    private static RequestClass ClassOf(Scenario scenario, RequestFacts facts, double atMs, long id = 1) =>
        new Truth(scenario, 1).Judge(facts, id, atMs).Class;

    [TestCase(7_999, nameof(RequestClass.Healthy))]
    [TestCase(8_000, nameof(RequestClass.Doomed))]
    [TestCase(17_999, nameof(RequestClass.Doomed))]
    [TestCase(18_000, nameof(RequestClass.Recovering))]
    [TestCase(28_000, nameof(RequestClass.Recovering))]
    [TestCase(28_001, nameof(RequestClass.Healthy))]
    public void Judge_OverAFaultsLife_FollowsTheClock(double at, string expected) =>
        Assert.That(ClassOf(LabWorld.With([LabWorld.Fault(8, 18, when: OnBroken)]), Broken, at).ToString(), Is.EqualTo(expected));

    [Test]
    public void Judge_OutsideTheScope_IsHealthy() =>
        Assert.That(ClassOf(LabWorld.With([LabWorld.Fault(8, 18, when: OnBroken)]), LabWorld.Facts(), 9_000),
            Is.EqualTo(RequestClass.Healthy));

    [Test]
    public void Judge_FaultOfOneDestination_LeavesTheRequestHealthy()
    {
        var scenario = LabWorld.With([LabWorld.Fault(8, 18, when: new Condition("destination", ["0"]))]);
        var verdict = new Truth(scenario, 1).Judge(Broken, 1, 9_000);
        Assert.That(verdict.Class, Is.EqualTo(RequestClass.Healthy));
        Assert.That(verdict.Matches, Is.EqualTo(new[] { 0 }));
        Assert.That(ClassOf(scenario, Broken, 19_000), Is.EqualTo(RequestClass.Healthy));
    }

    [Test]
    public void StrikingAt_FaultOfOneDestination_StrikesThereOnly()
    {
        var truth = new Truth(LabWorld.With([LabWorld.Fault(8, 18, when: new Condition("destination", ["1"]))]), 1);
        Assert.That(truth.StrikingAt(Broken, 1, 1, 9_000), Is.Not.Null);
        Assert.That(truth.StrikingAt(Broken, 0, 1, 9_000), Is.Null);
    }

    [Test]
    public void Judge_ImprobableFault_DoomsAsNoise()
    {
        var scenario = LabWorld.With([LabWorld.Fault(0, 30, probability: 0.2)]);
        var classes = Enumerable.Range(1, 2000).Select(id => ClassOf(scenario, Broken, 1_000, id)).ToList();
        Assert.That(classes.Count(c => c == RequestClass.Noise), Is.InRange(300, 500));
        Assert.That(classes, Has.None.EqualTo(RequestClass.Doomed));
    }

    [Test]
    public void Judge_NoiseAndFaultTogether_IsDoomedByTheFaultAlone()
    {
        var scenario = LabWorld.With([LabWorld.Fault(0, 30, probability: 0.49), LabWorld.Fault(0, 30, index: 1)]);
        var verdicts = Enumerable.Range(1, 50).Select(id => new Truth(scenario, 1).Judge(Broken, id, 1_000)).ToList();
        Assert.That(verdicts, Has.All.Matches<Verdict>(v => v.Class == RequestClass.Doomed && v.DoomedBy.SequenceEqual([1])));
    }

    [Test]
    public void Judge_CapacityInForce_IsContestedUnlessDoomed()
    {
        var scenario = LabWorld.With([LabWorld.Fault(5, 6, when: OnBroken)], [LabWorld.Limit(5, 10)]);
        Assert.That(ClassOf(scenario, LabWorld.Facts(), 5_500), Is.EqualTo(RequestClass.Contested));
        Assert.That(ClassOf(scenario, Broken, 5_500), Is.EqualTo(RequestClass.Doomed));
    }

    [TestCase(10_000, RequestClass.Recovering)]
    [TestCase(20_000, RequestClass.Recovering)]
    [TestCase(20_001, RequestClass.Healthy)]
    public void Judge_CapacityLifted_IsRecoveringForTenSeconds(double atMs, object expected) =>
        Assert.That(ClassOf(LabWorld.With([], [LabWorld.Limit(5, 10)]), LabWorld.Facts(), atMs), Is.EqualTo(expected));

    [TestCase("header:X-Tenant-Id", "acme", true)]
    [TestCase("header:x-tenant-id", "acme", true)]
    [TestCase("header:X-Tenant-Id", "globex", false)]
    [TestCase("header:X-Other", "acme", false)]
    [TestCase("principal", "k-1", true)]
    [TestCase("route", "test", true)]
    [TestCase("method", "POST", false)]
    [TestCase("path", "/api/test", true)]
    [TestCase("upstream", "demo", true)]
    [TestCase("body:model", "small", true)]
    [TestCase("query:absent", "", true)]
    public void CoversSomewhere_OneCondition_ComparesThatAttribute(string key, string value, bool expected)
    {
        var facts = LabWorld.Facts(
            headers: new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Tenant-Id"] = "acme" },
            body: new Dictionary<string, string> { ["model"] = "small" });
        Assert.That(new When([new Condition(key, [value])]).CoversSomewhere(facts), Is.EqualTo(expected));
    }

    [Test]
    public void CoversSomewhere_ListOfValues_IsAnyOfThem()
    {
        var when = new When([new Condition("principal", ["k-3", "k-1"])]);
        Assert.That(when.CoversSomewhere(LabWorld.Facts(principal: "k-1")), Is.True);
        Assert.That(when.CoversSomewhere(LabWorld.Facts(principal: "k-2")), Is.False);
    }

    [TestCase(99, false)]
    [TestCase(100, true)]
    [TestCase(200, true)]
    [TestCase(201, false)]
    public void CoversSomewhere_Size_BothBoundsBelong(long bytes, bool expected) =>
        Assert.That(new When([new Condition("bodyBytes", [], 100, 200)]).CoversSomewhere(LabWorld.Facts(bodyBytes: bytes)),
            Is.EqualTo(expected));

    [Test]
    public void Toss_ManyRequests_IsUniformAndRepeatable() =>
        Gen.Select(Gen.Int, Gen.Int[0, 20]).Sample((seed, subject) =>
        {
            var tosses = Enumerable.Range(1, 2000).Select(id => Coin.Toss(seed, subject, id)).ToList();
            return Math.Abs(tosses.Average() - 0.5) < 0.05
                && tosses.TrueForAll(t => t is >= 0 and < 1)
                && tosses.SequenceEqual(Enumerable.Range(1, 2000).Select(id => Coin.Toss(seed, subject, id)));
        }, iter: 50);

    [Test]
    public void Toss_TwoFaults_AreIndependent()
    {
        var both = Enumerable.Range(1, 4000).Count(id => Coin.Toss(7, 0, id) < 0.5 && Coin.Toss(7, 1, id) < 0.5);
        Assert.That(both, Is.InRange(850, 1150));
    }

    [Test]
    public void Judge_OverNoiseThatGoesOn_IsRecoveringAllTheSame()
    {
        var scenario = LabWorld.With([LabWorld.Fault(8, 18, when: OnBroken), LabWorld.Fault(0, 30, index: 1, probability: 0.2)]);
        var classes = Enumerable.Range(1, 200).Select(id => ClassOf(scenario, Broken, 19_000, id)).ToList();
        Assert.That(classes.Distinct(), Is.EquivalentTo(new[] { RequestClass.Recovering, RequestClass.Noise }));
    }

    [TestCase(0.5, nameof(RequestClass.Healthy))]
    [TestCase(0.49, nameof(RequestClass.Recovering))]
    public void Judge_AnotherFaultIsLive_IsRecoveringOnlyBesideNoise(double probability, string expected)
    {
        var scenario = LabWorld.With([LabWorld.Fault(8, 18, when: OnBroken), LabWorld.Fault(0, 30, index: 1, probability: probability)]);
        var classes = Enumerable.Range(1, 100).Select(id => ClassOf(scenario, Broken, 19_000, id).ToString()).Distinct();
        Assert.That(classes, Does.Contain(expected).And.Not.Contain(
            expected == nameof(RequestClass.Healthy) ? nameof(RequestClass.Recovering) : nameof(RequestClass.Healthy)));
    }

    [Test]
    public void Judge_FaultThatOnlyDelays_DoomsNobody()
    {
        var slowing = LabWorld.Fault(8, 18, when: OnBroken) with { DelayMs = new ValueRange(100, 200) };
        var truth = new Truth(LabWorld.With([slowing]), 1);
        Assert.That(truth.Judge(Broken, 1, 9_000).Class, Is.EqualTo(RequestClass.Slow));
        Assert.That(truth.Judge(Broken, 1, 9_000).DoomedBy, Is.Empty);
        Assert.That(truth.Judge(Broken, 1, 19_000).Class, Is.EqualTo(RequestClass.Recovering));
        Assert.That(truth.StrikingAt(Broken, 0, 1, 9_000), Is.Null);
        Assert.That(truth.DelayingAt(Broken, 0, 1, 9_000), Is.Not.Null);
    }

    [Test]
    public void Judge_DelayBeforeAFailureInTheFile_IsStillDoomed()
    {
        var slowing = LabWorld.Fault(8, 18, when: OnBroken) with { DelayMs = new ValueRange(100, 200) };
        var truth = new Truth(LabWorld.With([slowing, LabWorld.Fault(8, 18, index: 1, when: OnBroken)]), 1);
        Assert.That(truth.Judge(Broken, 1, 9_000).Class, Is.EqualTo(RequestClass.Doomed));
        Assert.That(truth.StrikingAt(Broken, 0, 1, 9_000)!.Index, Is.EqualTo(1));
    }

    [Test]
    public void Judge_DelayAtOneDestination_LeavesTheRequestHealthy()
    {
        var slowing = LabWorld.Fault(8, 18, when: new Condition("destination", ["1"])) with { DelayMs = new ValueRange(100, 200) };
        Assert.That(ClassOf(LabWorld.With([slowing]), Broken, 9_000), Is.EqualTo(RequestClass.Healthy));
    }
}
