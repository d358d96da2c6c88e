using System.Text.Json;
using CsCheck;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Tests.Lab;

public sealed class LoadPlanTests
{
    private static IEnumerable<string> Shape(Scenario scenario, int seed) =>
        LoadPlan.Draw(scenario, seed).Select(r => $"{r.Id} {r.AtMs} {r.Target} {string.Join(',', r.Headers)} {r.Verdict.Class}");

    [Test]
    public void Draw_SameSeed_IsTheSamePlan()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny);
        var first = Shape(scenario, 4).ToList();
        var again = Shape(scenario, 4).ToList();
        Assert.That(again, Is.EqualTo(first));
        Assert.That(Shape(scenario, 5), Is.Not.EqualTo(first));
    }

    [Test]
    public void Draw_LongRun_KeepsRateAndWeights()
    {
        var plan = LoadPlan.Draw(LabWorld.Parse(LabWorld.Tiny) with { Seconds = 100 }, 1);
        Assert.That(plan.Length / 100.0, Is.EqualTo(150).Within(5));
        Assert.That(plan.Count(r => r.Target == "/api/test?broken=true") / (double)plan.Length, Is.EqualTo(0.5).Within(0.03));
        Assert.That(plan.Select(r => r.Facts.Principal).Distinct().Count(), Is.EqualTo(10));
        Assert.That(plan.Select(r => r.AtMs), Is.Ordered);
    }

    [Test]
    public void Draw_PinnedPrincipal_SendsItsHeaderOnce()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny
            .Replace("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"principal\": \"k-evil\" }", StringComparison.Ordinal)
            .Replace("\"query\": {", "\"headers\": { \"x-api-key\": { \"k-own\": 1 } }, \"query\": {", StringComparison.Ordinal));
        var plan = LoadPlan.Draw(scenario, 1);
        Assert.That(plan.Select(r => r.Facts.Principal).Distinct(), Is.EquivalentTo(new[] { "k-evil", "k-own" }));
        Assert.That(plan,
            Has.All.Matches<PlannedRequest>(r => r.Headers.Count(h => h.Value == r.Facts.Principal) == 1 && r.Headers.Length == 1));
    }

    [Test]
    public void Create_AnySize_IsJsonOfThatSize() =>
        Gen.Select(Gen.Int[0, 300], Gen.Bool).Sample((size, withField) =>
        {
            IReadOnlyDictionary<string, string> fields = withField
                ? new Dictionary<string, string> { ["model"] = "gpt \"4\"" } : RequestFacts.None;
            var body = PaddedBody.Create(fields, size);
            using var document = JsonDocument.Parse(body);
            return body.Length == PaddedBody.LengthOf(fields, size)
                && body.Length >= size
                && (body.Length == size || size < 24)
                && (!withField || document.RootElement.GetProperty("model").GetString() == "gpt \"4\"");
        });

    [TestCase("{int}", "^[0-9]+$")]
    [TestCase("{uuid}", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
    [TestCase("{ip}", "^10(\\.[0-9]{1,3}){3}$")]
    [TestCase("{ts}", "^2025-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z$")]
    [TestCase("{word}", "^[a-z]{4,8}$")]
    [TestCase("{\"error\":\"{int}\"}", "^\\{\"error\":\"[0-9]+\"\\}$")]
    public void Fill_Placeholder_IsDrawn(string text, string expected) =>
        Assert.That(ScenarioPlaceholders.Fill(text, new Random(1)), Does.Match(expected));

    [Test]
    public void Fill_TwoOfAKind_AreDrawnAnew()
    {
        var words = ScenarioPlaceholders.Fill("{uuid}/{uuid}", new Random(1)).Split('/');
        Assert.That(words[0], Is.Not.EqualTo(words[1]));
    }

    [Test]
    public void Draw_ItemWithAPeriod_IsSentInItAlone()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny.Replace(
            "\"query\": {", "\"from\": 1, \"to\": 2, \"query\": {", StringComparison.Ordinal));
        var plan = LoadPlan.Draw(scenario, 1);
        var broken = plan.Where(r => r.Item == 1).ToList();
        Assert.That(broken, Is.Not.Empty.And.All.Matches<PlannedRequest>(r => r.AtMs is >= 1000 and < 2000));
        Assert.That(plan.Count(r => r.AtMs < 1000), Is.GreaterThan(100), "the others are sent all the time, at the scenario's rate");
    }
}
