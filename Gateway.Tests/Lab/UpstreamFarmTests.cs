using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;
using Gateway.Lab.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Lab;

public sealed class UpstreamFarmTests
{
    private const string Rich = """
        {
          "name": "rich", "says": "every kind of attribute", "seed": 3, "seconds": 2, "requestsPerSecond": 200,
          "principals": { "header": "X-Api-Key", "count": 5 },
          "upstreams": { "llm": { "destinations": 1, "latencyMs": [0, 1] } },
          "routes": [ { "id": "chat", "path": "/v1/{**rest}", "upstream": "llm" },
            { "id": "items", "path": "/items/{**rest}", "upstream": "llm" } ],
          "dimensions": ["header:X-Tenant-Id"],
          "traffic": [
            { "weight": 1, "method": "POST", "path": "/v1/chat/{uuid}", "headers": { "X-Tenant-Id": { "acme": 1, "globex": 1 } },
              "bodyBytes": [0, 4000], "body": { "model": { "big": 1, "small": 1 } } },
            { "weight": 1, "method": "GET", "path": "/items/{int}", "query": { "format": { "pdf & more": 1, "": 1 } } },
            { "weight": 1, "method": "GET", "path": "/items/{word}", "principal": "k-evil" } ],
          "faults": [
            { "from": 0.3, "to": 1.5, "when": { "route": "chat", "header:X-Tenant-Id": "acme",
              "body:model": ["small"], "bodyBytes": { "min": 500 } },
              "probability": 0.7, "status": 400, "contentType": "text/plain", "bodies": ["too long: {int}"] },
            { "from": 0, "to": 1, "when": { "query:format": "pdf & more", "path": "/items/{int}" }, "status": 500, "bodies": ["broken"] },
            { "from": 1, "to": 2, "when": { "principal": "k-evil" }, "status": 500, "abort": true },
            { "from": 0, "to": 2, "when": { "route": "items" }, "probability": 0.1, "status": 503, "bodies": ["noise"] } ]
        }
        """;

    [Test]
    public async Task Answers_EveryKindOfRequest_AgreeWithTheGeneratorsTruth()
    {
        var scenario = LabWorld.Parse(Rich);
        await using var farm = await UpstreamFarm.StartAsync(scenario, 42, TimeProvider.System, CancellationToken.None);
        using var client = LoadGenerator.CreateClient();
        var plan = LoadPlan.Draw(scenario, 42);
        var records = await new LoadGenerator(client, farm.Addresses[0].Address)
            .RunAsync(plan, new RunClock(TimeProvider.System), CancellationToken.None);

        Assert.That(records, Has.Length.EqualTo(plan.Length));
        Assert.That(records.Select(r => r.Failed), Is.EqualTo(records.Select(r => r.Class is RequestClass.Doomed or RequestClass.Noise)));
        for (var fault = 0; fault < 3; fault++)
        {
            Assert.That(records.Count(r => r.DoomedBy.Contains(fault)), Is.GreaterThan(5), $"fault {fault}");
        }

        Assert.That(records.Count(r => r.Class == RequestClass.Noise), Is.GreaterThan(5));
        Assert.That(farm.Errors, Is.EqualTo(records.Count(r => r.Failed)));
        Assert.That(records.Where(r => r.Unanswered), Is.Not.Empty.And.All.Matches<RequestRecord>(r => r.DoomedBy.Contains(2)));
    }

    [Test]
    public async Task Answers_UsualStatusesBesideAFault_AreHealthyByWeight()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny.Replace(
            "\"path\": \"/api/test\" }",
            "\"path\": \"/api/test\", \"answers\": { \"200\": 2, \"204\": 1, \"304\": 2, \"404\": 4, \"409\": 1 } }",
            StringComparison.Ordinal));
        await using var farm = await UpstreamFarm.StartAsync(scenario, 9, TimeProvider.System, CancellationToken.None);
        using var client = LoadGenerator.CreateClient();
        var plan = LoadPlan.Draw(scenario, 9);
        var records = await new LoadGenerator(client, farm.Addresses[0].Address)
            .RunAsync(plan, new RunClock(TimeProvider.System), CancellationToken.None);

        var healthy = records.Where(r => r.Class == RequestClass.Healthy).ToList();
        Assert.That(healthy, Has.All.Matches<RequestRecord>(r => r.Fate == Fate.Succeeded));
        Assert.That(healthy.Count(r => r.Status == 404) / (double)healthy.Count, Is.EqualTo(0.4).Within(0.1));
        Assert.That(healthy.Select(r => r.Status).Distinct(), Is.EquivalentTo(new[] { 200, 204, 304, 404, 409 }));
        Assert.That(records.Select(r => r.Status),
            Is.EqualTo(plan.Select(r => r.Verdict.Class == RequestClass.Doomed ? 500 : r.HealthyStatus)));
        Assert.That(records.Count(r => r.Failed), Is.EqualTo(records.Count(r => r.Class == RequestClass.Doomed)).And.EqualTo(farm.Errors));
    }

    [Test]
    public async Task Answers_FaultWithTheUsualStatus_IsStillAFailure()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny
            .Replace("\"broken\": { \"true\": 1 } }", "\"broken\": { \"true\": 1 } }, \"answers\": { \"404\": 1 }",
                StringComparison.Ordinal)
            .Replace("\"status\": 500", "\"status\": 404", StringComparison.Ordinal));
        await using var farm = await UpstreamFarm.StartAsync(scenario, 9, TimeProvider.System, CancellationToken.None);
        using var client = LoadGenerator.CreateClient();
        var records = await new LoadGenerator(client, farm.Addresses[0].Address)
            .RunAsync(LoadPlan.Draw(scenario, 9), new RunClock(TimeProvider.System), CancellationToken.None);

        Assert.That(records.Select(r => r.Failed), Is.EqualTo(records.Select(r => r.Class == RequestClass.Doomed)));
    }

    [Test]
    public async Task Answer_RequestThatIsNoLoad_IsHealthy()
    {
        await using var farm = await UpstreamFarm.StartAsync(LabWorld.Parse(LabWorld.Tiny), 1, TimeProvider.System, CancellationToken.None);
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(farm.Addresses[0].Address, "/api/test?broken=true"));
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task Start_ScenarioWithDestinations_ListensOnOneAddressEach()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny.Replace("\"destinations\": 1", "\"destinations\": 3", StringComparison.Ordinal));
        await using var farm = await UpstreamFarm.StartAsync(scenario, 1, TimeProvider.System, CancellationToken.None);
        Assert.That(farm.Addresses.Select(a => a.Destination), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(farm.Addresses.Select(a => a.Address.Port).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task ServeAsync_PlacesTaken_FailsOnceTheWaitIsOver()
    {
        var time = new FakeTimeProvider();
        using var gate = new CapacityGate(LabWorld.Limit(0, 10, concurrent: 2) with { QueueMs = 0 }, time);
        var first = gate.ServeAsync(CancellationToken.None);
        var second = gate.ServeAsync(CancellationToken.None);
        Assert.That(await gate.ServeAsync(CancellationToken.None), Is.False);

        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(await first, Is.True);
        Assert.That(await second, Is.True);
        var third = gate.ServeAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(await third, Is.True);
    }

    [Test]
    public async Task Answers_FaultThatOnlyDelays_AreGoodAndLate()
    {
        var scenario = LabWorld.Parse(LabWorld.Slowed) with { RequestsPerSecond = 40 };
        await using var farm = await UpstreamFarm.StartAsync(scenario, 9, TimeProvider.System, CancellationToken.None);
        using var client = LoadGenerator.CreateClient();
        var records = await new LoadGenerator(client, farm.Addresses[0].Address)
            .RunAsync(LoadPlan.Draw(scenario, 9), new RunClock(TimeProvider.System), CancellationToken.None);

        Assert.That(records, Has.All.Matches<RequestRecord>(r => r.Fate == Fate.Succeeded && r.ServedBy == "demo" && !r.Rerouted));
        Assert.That(records.Where(r => r.Class == RequestClass.Slow), Is.Not.Empty.And.All.Matches<RequestRecord>(r => r.LatencyMs >= 75));
        Assert.That(farm.Errors, Is.Zero);
    }

    [Test]
    public async Task RunAsync_ClientsTryAgain_EveryAttemptIsJudgedByItself()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny
            .Replace("\"query\": {", "\"retries\": { \"most\": 2, \"afterMs\": [1, 20] }, \"query\": {", StringComparison.Ordinal)
            .Replace("\"probability\": 1.0", "\"probability\": 0.5", StringComparison.Ordinal)
            .Replace("150", "40", StringComparison.Ordinal));
        await using var farm = await UpstreamFarm.StartAsync(scenario, 9, TimeProvider.System, CancellationToken.None);
        using var client = LoadGenerator.CreateClient();
        var plan = LoadPlan.Draw(scenario, 9);
        var records = await new LoadGenerator(client, farm.Addresses[0].Address, new RetryingClients(scenario, 9))
            .RunAsync(plan, new RunClock(TimeProvider.System), CancellationToken.None);

        Assert.That(records.Select(r => r.Failed), Is.EqualTo(records.Select(r => r.Class == RequestClass.Doomed)));
        Assert.That(records.Count(r => r.Attempt == 0), Is.EqualTo(plan.Length));
        Assert.That(records.Max(r => r.Attempt), Is.EqualTo(2));
        Assert.That(records, Has.Some.Matches<RequestRecord>(r => r.Attempt > 0 && r.Fate == Fate.Succeeded));
    }

    [TestCase(nameof(Fate.Failed), 0, true)]
    [TestCase(nameof(Fate.Refused), 1, true)]
    [TestCase(nameof(Fate.Succeeded), 0, false)]
    [TestCase(nameof(Fate.Failed), 2, false)]
    public void After_WhatCameOfIt_TriesAgainUntilTired(string fate, int attempt, bool expected)
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny);
        var sent = LoadPlan.Draw(scenario, 1)[0] with { Attempt = attempt, Retries = new RetryHabit(2, new ValueRange(10, 10)) };
        var record = LabWorld.Record(100, RequestClass.Doomed, Enum.Parse<Fate>(fate));
        var next = new RetryingClients(scenario, 1).After(sent, record);
        Assert.That(next?.AtMs, expected ? Is.EqualTo(record.DoneMs + 10) : Is.Null);
        Assert.That(next?.Id, expected ? Is.Not.EqualTo(sent.Id) : Is.Null);
    }

    [Test]
    public void After_RunIsOver_GivesUp()
    {
        var scenario = LabWorld.Parse(LabWorld.Tiny);
        var sent = LoadPlan.Draw(scenario, 1)[0] with { Retries = new RetryHabit(2, new ValueRange(10, 10)) };
        Assert.That(new RetryingClients(scenario, 1).After(sent, LabWorld.Record(2_995, RequestClass.Doomed, Fate.Failed)), Is.Null);
    }
}
