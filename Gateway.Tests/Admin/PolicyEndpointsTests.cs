using System.Text.Json.Nodes;

namespace Gateway.Tests.Admin;

public sealed class PolicyEndpointsTests
{
    private const string Break = """{"scope":[{"dimension":"query:mode","op":"=","value":"slow"}],"action":"Break"}""";
    private const string Shadow = """{"scope":[{"dimension":"query:mode","op":"=","value":"slow"}],"action":"Break","mode":"Shadow"}""";
    private AdminFixture _app = null!;

    [SetUp]
    public async Task Start() => _app = await AdminFixture.StartAsync(new GatewayOptions { Storage = new() { MaxPolicies = 3 } });

    [TearDown]
    public async Task End() => await _app.DisposeAsync();

    [Test]
    public async Task Put_New_IsCreatedAndReadBack()
    {
        var put = await _app.Put("/admin/policies/slow-mode", Break);
        var get = await _app.Get("/admin/policies/slow-mode");
        Assert.That((put.Status, put.ETag, put.Location), Is.EqualTo((201, "\"1\"", "/admin/policies/slow-mode")));
        Assert.That((get.Status, get.ETag), Is.EqualTo((200, "\"1\"")));
        Assert.That(JsonNode.DeepEquals(get.Json, JsonNode.Parse(
            """
            { "id": "slow-mode", "clusterIds": [], "action": "Break", "mode": "Enforce", "state": "Closed", "origin": "Manual",
              "scope": [{ "dimension": "query:mode", "op": "=", "value": "slow" }], "scopeText": "query:mode=slow",
              "evidence": null, "falseKill": null,
              "counts": { "matched": 0, "refused": 0, "rerouted": 0, "shadowRefused": 0, "holdOut": 0 },
              "createdAt": "2026-03-01T12:00:00Z",
              "expiresAt": null,
              "revision": 1, "ratePerSecond": null, "upstream": null, "decision": null }
            """)), Is.True, get.Text);
    }

    [Test]
    public async Task Put_FullBody_BecomesThePolicy()
    {
        await _app.Put("/admin/policies/big", """
            { "scope": [{"dimension":"bodyBytes","op":">=","value":32768},{"dimension":"route","op":"=","value":"orders"}],
              "action": "limit", "mode": "shadow", "ratePerSecond": 12.5, "lifetimeSeconds": 90 }
            """);
        var policy = (await _app.Store.LoadAsync(default)).Policies.Single().Policy;
        Assert.That(policy.Scope.Text, Is.EqualTo("route=orders & bodyBytes>=32768"));
        Assert.That((policy.Action, policy.Mode, policy.Origin), Is.EqualTo((PolicyAction.Limit, PolicyMode.Shadow, PolicyOrigin.Manual)));
        Assert.That((policy.RatePerSecond, policy.Lifetime), Is.EqualTo((12.5, TimeSpan.FromSeconds(90))));
        Assert.That((await _app.Get("/admin/policies/big")).Json["expiresAt"]!.GetValue<string>(), Is.EqualTo("2026-03-01T12:01:30Z"));
    }

    [Test]
    public async Task Put_ExistingWithItsETag_ReplacesAndCountsOn()
    {
        await _app.Put("/admin/policies/m", Break);
        var answer = await _app.Put("/admin/policies/m", Shadow, ("If-Match", "\"1\""));
        Assert.That((answer.Status, answer.ETag), Is.EqualTo((200, "\"2\"")));
        Assert.That(answer.Json["mode"]!.GetValue<string>(), Is.EqualTo("Shadow"));
    }

    [TestCase(null, null, 428)]
    [TestCase("If-Match", "\"7\"", 412)]
    [TestCase("If-Match", "W/\"1\"", 412)]
    [TestCase("If-Match", "1", 400)]
    [TestCase("If-None-Match", "*", 412)]
    [TestCase("If-Match", "\"7\", \"1\"", 200)]
    [TestCase("If-Match", "*", 200)]
    public async Task Put_Existing_ObeysThePrecondition(string? header, string? value, int status)
    {
        await _app.Put("/admin/policies/m", Break);
        var answer = header is null
            ? await _app.Put("/admin/policies/m", Shadow)
            : await _app.Put("/admin/policies/m", Shadow, (header, value!));
        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That((await _app.Get("/admin/policies/m")).ETag, Is.EqualTo(status == 200 ? "\"2\"" : "\"1\""));
    }

    [TestCase("If-None-Match", "*", 201)]
    [TestCase("If-Match", "\"1\"", 412)]
    [TestCase("If-Match", "*", 412)]
    public async Task Put_Missing_ObeysThePrecondition(string header, string value, int status)
    {
        Assert.That((await _app.Put("/admin/policies/m", Break, (header, value))).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Put_TwoWritersOfOneRevision_OneIsTold()
    {
        await _app.Put("/admin/policies/m", Break);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _app.Put("/admin/policies/m", Shadow, ("If-Match", "\"1\""))));
        Assert.That(answers.Count(a => a.Status == 200), Is.EqualTo(1));
        Assert.That(answers.Count(a => a.Status == 412), Is.EqualTo(7));
    }

    [Test]
    public async Task Put_FullStore_SaysWhichSettingBoundsIt()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await _app.Put($"/admin/policies/{id}", Break);
        }

        var answer = await _app.Put("/admin/policies/d", Break);
        Assert.That(answer.Status, Is.EqualTo(507));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Does.Contain("Storage:MaxPolicies"));
    }

    [Test]
    public async Task GetAll_ByPages_ListsEachOnceAlthoughOneIsGone()
    {
        await _app.Put("/admin/policies/a", Break);
        await _app.Put("/admin/policies/b", Break);
        await _app.Put("/admin/policies/c", Break);
        var first = await _app.Get("/admin/policies?limit=2");
        Assert.That(IdsOf(first), Is.EqualTo(new[] { "a", "b" }));
        await _app.Send("DELETE", "/admin/policies/b", headers: ("If-Match", "*"));
        var second = await _app.Get($"/admin/policies?limit=2&after={first.Json["next"]}");
        Assert.That(IdsOf(second), Is.EqualTo(new[] { "c" }));
        Assert.That(second.Json["next"], Is.Null);
    }

    [TestCase("0")]
    [TestCase("1001")]
    [TestCase("-1")]
    [TestCase("many")]
    public async Task GetAll_BadLimit_IsRefused(string limit) =>
        Assert.That((await _app.Get($"/admin/policies?limit={limit}")).Status, Is.EqualTo(400));

    [Test]
    public async Task Delete_WithItsETag_IsGone()
    {
        await _app.Put("/admin/policies/m", Break);
        Assert.That((await _app.Send("DELETE", "/admin/policies/m")).Status, Is.EqualTo(428));
        Assert.That((await _app.Send("DELETE", "/admin/policies/m", headers: ("If-Match", "\"9\""))).Status, Is.EqualTo(412));
        Assert.That((await _app.Send("DELETE", "/admin/policies/m", headers: ("If-Match", "\"1\""))).Status, Is.EqualTo(204));
        Assert.That((await _app.Get("/admin/policies/m")).Status, Is.EqualTo(404));
        Assert.That((await _app.Send("DELETE", "/admin/policies/m", headers: ("If-Match", "\"1\""))).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Get_LearnedAndLive_ShowsStateCountsAndLiveHoldOut()
    {
        var policy = AdminSamples.Learned("p-1", "c-1");
        await _app.Store.CompareAndSetAsync(policy, 0, default);
        _app.Live.All.Add(AdminSamples.View(policy, BreakerState.HalfOpen, new(50, 40, 3, 5) { Rerouted = 2 }, new(4, 3)));
        var json = (await _app.Get("/admin/policies/p-1")).Json;
        Assert.That(json["state"]!.GetValue<string>(), Is.EqualTo("HalfOpen"));
        Assert.That(json["origin"]!.GetValue<string>(), Is.EqualTo("Learned"));
        Assert.That(json["clusterIds"]!.ToJsonString(), Is.EqualTo("""["c-1"]"""));
        Assert.That(json["evidence"]!.ToJsonString(), Is.EqualTo(
            """{"windowSeconds":2,"matched":41,"failed":41,"lowerBound":0.93,"riskRatio":210,"coverage":0.99,"principals":12"""
            + ""","holdOut":{"sent":4,"failed":3}}"""));
        Assert.That(json["falseKill"]!.ToJsonString(), Is.EqualTo("""{"ratio":0.25,"low":0.1,"high":0.5}"""));
        Assert.That(json["counts"]!.ToJsonString(),
            Is.EqualTo("""{"matched":50,"refused":40,"rerouted":2,"shadowRefused":3,"holdOut":5}"""));
        Assert.That(json["createdAt"]!.GetValue<string>(), Is.EqualTo("2026-03-01T11:59:55Z"));
        Assert.That(json["expiresAt"]!.GetValue<string>(), Is.EqualTo("2026-03-01T12:00:55Z"),
            "the gate's deadline stands still between two looks");
    }

    [Test]
    public async Task Get_WrittenAnewSinceTheGateTookIt_ExpiresByWhatTheStoreSays()
    {
        var policy = AdminSamples.Learned("p-1", "c-1");
        await _app.Store.CompareAndSetAsync(policy, 0, default);
        await _app.Store.CompareAndSetAsync(policy, 1, default);
        _app.Live.All.Add(AdminSamples.View(policy, BreakerState.Open, default, default));
        Assert.That((await _app.Get("/admin/policies/p-1")).Json["expiresAt"]!.GetValue<string>(), Is.EqualTo("2026-03-01T12:01:00Z"));
    }

    [Test]
    public async Task GetAll_OfACluster_ListsThoseThatNameIt()
    {
        _app.Clusters.All.Add(AdminSamples.Cluster("c-1"));
        _app.Clusters.Aliases["c-9"] = "c-1";
        await _app.Store.CompareAndSetAsync(AdminSamples.Learned("p-10", "c-9"), 0, default);
        await _app.Store.CompareAndSetAsync(AdminSamples.Learned("p-2", "c-1"), 0, default);
        await _app.Put("/admin/policies/manual", Break);
        Assert.That(IdsOf(await _app.Get("/admin/policies")), Is.EqualTo(new[] { "p-2", "p-10", "manual" }));
        Assert.That(IdsOf(await _app.Get("/admin/policies?cluster_id=c-9")), Is.EqualTo(new[] { "p-2", "p-10" }));
        Assert.That(IdsOf(await _app.Get("/admin/policies?cluster_id=c-5")), Is.Empty);
    }

    [Test]
    public async Task Put_BodyBeyondTheCap_IsRefusedUnread()
    {
        Assert.That((await _app.Put("/admin/policies/m", "{\"scope\":\"" + new string('x', 70_000) + "\"}")).Status, Is.EqualTo(413));
    }

    private static IEnumerable<string> IdsOf(Answer answer) => answer.Items.Select(i => i!["id"]!.GetValue<string>());
}
