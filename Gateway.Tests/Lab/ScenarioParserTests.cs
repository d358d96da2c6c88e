using Gateway.Lab.Pipeline;
using Gateway.Lab.Scenarios;


namespace Gateway.Tests.Lab;

public sealed class ScenarioParserTests
{
    private static IEnumerable<string> Shipped() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "bench", "scenarios"), "*.json").Order();

    [TestCaseSource(nameof(Shipped))]
    public void Parse_ShippedScenario_HasNoErrors(string file)
    {
        var reading = ScenarioParser.Parse(File.ReadAllText(file));
        Assert.That(reading.Errors, Is.Empty);
        Assert.That(reading.Scenario!.Name, Is.EqualTo(Path.GetFileNameWithoutExtension(file)));
    }

    [Test]
    public void Shipped_Folder_HoldsTheSharedTenAndHarderOnes() => Assert.That(Shipped().Count(), Is.GreaterThanOrEqualTo(20));

    [TestCase("\"seed\": 5", "\"sed\": 5", "sed: is not a known key")]
    [TestCase("\"seed\": 5", "\"sed\": 5", "seed: is missing")]
    [TestCase("\"seed\": 5", "\"seed\": \"5\"", "seed: must be a number")]
    [TestCase("\"seed\": 5", "\"seed\": 5.5", "seed: must be a whole number")]
    [TestCase("\"seed\": 5", "\"seed\": 5, \"seed\": 6", "seed: is given twice")]
    [TestCase("\"seconds\": 3", "\"seconds\": 0", "seconds: must be between 0.1 and 3600")]
    [TestCase("\"name\": \"tiny\"", "\"name\": \"../tiny\"", "name: must be made of letters, digits, dots, dashes and underscores")]
    [TestCase("\"count\": 10", "\"count\": 10, \"cuont\": 1", "principals.cuont: is not a known key")]
    [TestCase("\"latencyMs\": [0, 1] }", "\"latencyMs\": [1, 0] }", "upstreams.demo.latencyMs: must give the low number first")]
    [TestCase("\"latencyMs\": [0, 1] }", "\"latencyMs\": [0, 1], \"replicas\": 2 }", "upstreams.demo.replicas: is not a known key")]
    [TestCase("\"upstream\": \"demo\" }", "\"upstream\": \"dome\" }", "routes[0].upstream: names no upstream: dome")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/other\" }", "traffic[0].path: is taken by no route")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/{name}\" }", "traffic[0].path: has an unknown placeholder {name}")]
    [TestCase("\"broken\": { \"true\": 1 }", "\"broken\": { \"true\": \"1\" }", "traffic[1].query.broken.true: must be a number")]
    [TestCase("\"broken\": { \"true\": 1 }", "\"broken\": { }", "traffic[1].query.broken: must give a value with a weight above 0")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"answers\": { \"2xx\": 1 } }",
        "traffic[0].answers.2xx: must be a status from 200 to 499")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"answers\": { \"500\": 1 } }",
        "traffic[0].answers.500: must be a status from 200 to 499")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"answers\": { \"404\": \"1\" } }",
        "traffic[0].answers.404: must be a number")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"answers\": { \"404\": 0 } }",
        "traffic[0].answers: must give a value with a weight above 0")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"answers\": 404 }", "traffic[0].answers: must be an object")]
    [TestCase("\"query:broken\": \"true\"", "\"query\": \"true\"", "faults[0].when.query: is not a known key")]
    [TestCase("\"query:broken\": \"true\"", "\"query:broken\": 1", "faults[0].when.query:broken: must be a text or a list of texts")]
    [TestCase("\"query:broken\": \"true\"", "\"route\": \"tset\"", "faults[0].when.route: names nothing in this file: tset")]
    [TestCase("\"query:broken\": \"true\"", "\"destination\": 1", "faults[0].when.destination: names nothing in this file: 1")]
    [TestCase("\"query:broken\": \"true\"", "\"bodyBytes\": { \"least\": 1 }", "faults[0].when.bodyBytes.least: is not a known key")]
    [TestCase("\"to\": 3", "\"to\": 0", "faults[0].to: must be after from")]
    [TestCase("\"probability\": 1.0", "\"probability\": 1.5", "faults[0].probability: must be between 0 and 1")]
    [TestCase("\"dimensions\": []", "\"dimensions\": [7]", "dimensions[0]: must be a text")]
    [TestCase("\"upstream\": \"demo\" }", "\"upstream\": \"demo\", \"metadata\": { \"Fallback\": \"demo, spare\" } }",
        "routes[0].metadata.Fallback: names no upstream: spare")]
    [TestCase("\"upstream\": \"demo\" }", "\"upstream\": \"demo\", \"metadata\": { \"SlowAfter\": 5 } }",
        "routes[0].metadata.SlowAfter: must be a text that is not empty")]
    [TestCase("\"latencyMs\": [0, 1] }", "\"latencyMs\": [0, 1], \"timeoutMs\": 1 }",
        "upstreams.demo.timeoutMs: must be longer than the healthy latency")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"retries\": { \"most\": 2 } }",
        "traffic[0].retries.afterMs: is missing")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"retries\": { \"most\": 0, \"afterMs\": [1, 2] } }",
        "traffic[0].retries.most: must be between 1 and 100")]
    [TestCase("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"from\": 2, \"to\": 1 }", "traffic[0].to: must be after from")]
    [TestCase("\"latencyMs\": [0, 1] } ]", "\"latencyMs\": [0, 1] }, { \"from\": 0, \"to\": 1, \"when\": {}, \"delayMs\": [2, 1] } ]",
        "faults[1].delayMs: must give the low number first")]
    [TestCase("\"latencyMs\": [0, 1] } ]",
        "\"latencyMs\": [0, 1] }, { \"from\": 0, \"to\": 1, \"when\": {}, \"delayMs\": [1, 2], \"abort\": true } ]",
        "faults[1].abort: has no meaning for a fault that only delays")]
    [TestCase("\"probability\": 1.0, \"status\": 500", "\"probability\": 1.0, \"delayMs\": [1, 2], \"status\": 500",
        "faults[0].bodies: has no meaning for a fault that only delays")]
    public void Parse_Mistake_IsNamedWithItsPath(string right, string wrong, string expected)
    {
        var file = LabWorld.Tiny.Replace(right, wrong, StringComparison.Ordinal);
        Assert.That(file, Does.Contain(wrong));
        var reading = ScenarioParser.Parse(file);
        Assert.That(reading.Scenario, Is.Null);
        Assert.That(reading.Errors, Does.Contain(expected));
    }

    [Test]
    public void Parse_SeveralMistakes_AllAreNamed()
    {
        var reading = ScenarioParser.Parse(LabWorld.Tiny
            .Replace("\"seconds\": 3", "\"seconds\": -1", StringComparison.Ordinal)
            .Replace("\"to\": 3", "\"to\": 3, \"untill\": 4", StringComparison.Ordinal)
            .Replace("\"count\": 10", "\"count\": 0", StringComparison.Ordinal));
        Assert.That(reading.Errors,
            Has.Some.StartsWith("seconds:").And.Some.StartsWith("faults[0].untill:").And.Some.StartsWith("principals.count:"));
    }

    [TestCase("")]
    [TestCase("{ \"name\": ")]
    [TestCase("[]")]
    public void Parse_NoObject_IsAnError(string json) =>
        Assert.That(ScenarioParser.Parse(json).Errors, Has.Some.StartsWith("(file): "));

    [Test]
    public void Parse_RoutesOverlap_TheMoreSpecificOneTakesThePath()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny.Replace(
            "\"routes\": [ ",
            "\"routes\": [ { \"id\": \"all\", \"path\": \"/{**rest}\", \"upstream\": \"demo\" }, ",
            StringComparison.Ordinal));
        Assert.That(scenario.Traffic[0].Route.Id, Is.EqualTo("test"));
    }

    [Test]
    public void Parse_NobodySendsForAWhile_IsAnError()
    {
        var reading = ScenarioParser.Parse(LabWorld.Tiny
            .Replace("\"path\": \"/api/test\" }", "\"path\": \"/api/test\", \"to\": 1 }", StringComparison.Ordinal)
            .Replace("\"query\": {", "\"from\": 2, \"query\": {", StringComparison.Ordinal));
        Assert.That(reading.Errors, Is.EqualTo(new[] { "traffic: has nothing to send at second 1" }));
    }

    [Test]
    public void Parse_DelayThatOutlastsATimeout_IsAnError()
    {
        var reading = ScenarioParser.Parse(LabWorld.Slowed.Replace(
            "\"latencyMs\": [0, 1]", "\"latencyMs\": [0, 1], \"timeoutMs\": 90", StringComparison.Ordinal));
        Assert.That(reading.Errors, Has.One.Items.And.Some.StartsWith("faults[0].delayMs: outlasts a timeout"));
    }
}
