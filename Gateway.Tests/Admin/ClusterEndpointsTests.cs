using System.Text.Json.Nodes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Tests.Admin;

public sealed class ClusterEndpointsTests
{
    private AdminFixture _app = null!;

    [SetUp]
    public async Task Start()
    {
        _app = await AdminFixture.StartAsync();
        _app.Clusters.All.AddRange([AdminSamples.Cluster("c-1"), AdminSamples.Cluster("c-2")]);
        _app.Clusters.Aliases["c-9"] = "c-1";
        _app.Findings.All["c-1"] = new ClusterFinding("acting", [new Scope([new("query:simulate_error", TestOperator.Equal, "true")])]);
        _app.Live.All.Add(AdminSamples.View(AdminSamples.Learned("p-1", "c-9"), BreakerState.Open, new(50, 40, 0, 5), new(4, 3)));
        _app.Live.All.Add(AdminSamples.View(AdminSamples.Learned("p-2", "c-1"), BreakerState.HalfOpen, new(10, 4, 0, 1) { Rerouted = 3 },
            new(1, 1)));
        _app.Live.All.Add(AdminSamples.View(
            AdminSamples.Learned("p-3", "c-1") with { Action = PolicyAction.Limit }, BreakerState.Closed, new(7, 2, 0, 0), new(0, 0)));
        _app.Live.Totals = new TrafficTotals(100, 46, 2, 6) { Rerouted = 7 };
    }

    [TearDown]
    public async Task End() => await _app.DisposeAsync();

    [Test]
    public async Task GetCluster_Known_HasTheContractsShape()
    {
        var answer = await _app.Get("/admin/clusters/c-1");
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.MediaType, Is.EqualTo("application/json"));
        Assert.That(answer.NoStore, Is.True);
        Assert.That(JsonNode.DeepEquals(answer.Json, JsonNode.Parse(
            """
            { "id": "c-1", "label": "database deadlock", "kind": "DataConflict", "causeId": "db-deadlock",
              "confidence": 0.9, "size": 41, "ratePerSecond": 12.5,
              "severity": 0.7, "trend": 1.5, "firstSeen": "2026-03-01T12:00:00Z", "lastSeen": "2026-03-01T12:00:02Z", "status": "live",
              "representatives": ["deadlock on <num>"], "policies": ["p-1", "p-2", "p-3"], "enforceable": true,
              "scopes": ["query:simulate_error=true"], "finding": "acting" }
            """)), Is.True, answer.Text);
    }

    [Test]
    public async Task GetCluster_NothingFoundYet_HasNoScopes()
    {
        var json = (await _app.Get("/admin/clusters/c-2")).Json;
        Assert.That(json["finding"], Is.Null);
        Assert.That(json["scopes"]!.AsArray(), Is.Empty);
        Assert.That(json["policies"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task GetCluster_MergedId_IsTheClusterItWentInto()
    {
        Assert.That((await _app.Get("/admin/clusters/c-9")).Json["id"]!.GetValue<string>(), Is.EqualTo("c-1"));
    }

    [Test]
    public async Task GetCluster_RatioOverNothing_IsNull()
    {
        _app.Clusters.All[0] = _app.Clusters.All[0] with { Trend = double.PositiveInfinity };
        Assert.That((await _app.Get("/admin/clusters/c-1")).Json["trend"], Is.Null);
    }

    [Test]
    public async Task GetCluster_Unknown_IsAProblem()
    {
        var answer = await _app.Get("/admin/clusters/c-77");
        Assert.That((answer.Status, answer.MediaType), Is.EqualTo((404, "application/problem+json")));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Does.Contain("c-77"));
    }

    [Test]
    public async Task GetClusters_Some_ListsThemInTheEnginesOrder()
    {
        var items = (await _app.Get("/admin/clusters")).Items;
        Assert.That(items.Select(i => i!["id"]!.GetValue<string>()), Is.EqualTo(new[] { "c-1", "c-2" }));
    }

    [TestCase("/admin/clusters", "id")]
    [TestCase("/admin/stats", "clusterId")]
    public async Task GetList_ByPages_ListsEachOnce(string path, string id)
    {
        var first = (await _app.Get($"{path}?limit=1")).Json;
        var second = (await _app.Get($"{path}?limit=1&after={first["next"]}")).Json;
        Assert.That((first["items"]![0]![id]!.GetValue<string>(), second["items"]![0]![id]!.GetValue<string>()),
            Is.EqualTo(("c-1", "c-2")));
        Assert.That(second["next"], Is.Null);
        Assert.That((await _app.Get($"{path}?after=c-77")).Status, Is.EqualTo(400));
        Assert.That((await _app.Get($"{path}?limit=none")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task GetStats_OfACluster_SumsItsPolicies()
    {
        var json = (await _app.Get("/admin/stats?cluster_id=c-9")).Json;
        var falseKill = json["falseKill"]!;
        Assert.That(json["clusterId"]!.GetValue<string>(), Is.EqualTo("c-1"));
        Assert.That(json["refused"]!.GetValue<long>(), Is.EqualTo(44));
        Assert.That(json["limited"]!.GetValue<long>(), Is.EqualTo(2));
        Assert.That(json["rerouted"]!.GetValue<long>(), Is.EqualTo(3));
        Assert.That(json["allowed"]!.GetValue<long>(), Is.EqualTo(18));
        Assert.That(json["holdOut"]!.GetValue<long>(), Is.EqualTo(6));
        Assert.That(json["state"]!.GetValue<string>(), Is.EqualTo("Open"));
        Assert.That(falseKill["ratio"]!.GetValue<double>(), Is.EqualTo(0.2));
        Assert.That(falseKill["low"]!.GetValue<double>(), Is.EqualTo(WilsonInterval.Lower(1, 5, WilsonInterval.TwoSided95)));
        Assert.That(falseKill["high"]!.GetValue<double>(), Is.EqualTo(WilsonInterval.Upper(1, 5, WilsonInterval.TwoSided95)));
    }

    [Test]
    public async Task GetStats_WithoutCluster_IsTotalsAndAList()
    {
        var json = (await _app.Get("/admin/stats")).Json;
        Assert.That(json["totals"]!.ToJsonString(), Is.EqualTo("""{"allowed":100,"refused":46,"limited":2,"rerouted":7,"holdOut":6}"""));
        Assert.That(json["items"]!.AsArray().Select(i => i!["clusterId"]!.GetValue<string>()), Is.EqualTo(new[] { "c-1", "c-2" }));
        Assert.That(json["items"]![1]!["falseKill"], Is.Null);
        Assert.That(json["items"]![1]!["state"]!.GetValue<string>(), Is.EqualTo("Closed"));
    }

    [Test]
    public async Task GetStats_UnknownCluster_IsAProblem()
    {
        Assert.That((await _app.Get("/admin/stats?cluster_id=c-77")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task KillSwitch_PostThenGet_IsOn()
    {
        Assert.That((await _app.Get("/admin/kill-switch")).Text, Is.EqualTo("""{"on":false}"""));
        Assert.That((await _app.Send("POST", "/admin/kill-switch", """{"on": true}""")).Text, Is.EqualTo("""{"on":true}"""));
        Assert.That(_app.KillSwitch.IsOn, Is.True);
        Assert.That((await _app.Get("/admin/kill-switch")).Text, Is.EqualTo("""{"on":true}"""));
        await _app.Send("POST", "/admin/kill-switch", """{"on": false}""");
        Assert.That(_app.KillSwitch.IsOn, Is.False);
    }

    [Test]
    public async Task KillSwitch_TurnedOnTwice_IsLoggedOnce()
    {
        await _app.Send("POST", "/admin/kill-switch", """{"on": true}""");
        await _app.Send("POST", "/admin/kill-switch", """{"on": true}""");
        await _app.Send("POST", "/admin/kill-switch", """{"on": false}""");
        var events = _app.Log.GetSnapshot().Select(r => r.Id.Id).Where(id => id is 7000 or 7001);
        Assert.That(events, Is.EqualTo(new[] { 7000, 7001 }));
    }

    [Test]
    public async Task GetCluster_MaskedText_IsReadableInATerminal()
    {
        _app.Clusters.All[0] = _app.Clusters.All[0] with { Representatives = ["死锁 on '<num>'"] };
        Assert.That((await _app.Get("/admin/clusters/c-1")).Text, Does.Contain("死锁 on '<num>'"));
    }

    [TestCase("")]
    [TestCase("on")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"on":"yes"}""")]
    [TestCase("""{"on":null}""")]
    [TestCase("""{"on":true,"on":false}""")]
    public async Task KillSwitch_BadBody_ChangesNothing(string body)
    {
        var answer = await _app.Send("POST", "/admin/kill-switch", body);
        Assert.That((answer.Status, answer.MediaType), Is.EqualTo((400, "application/problem+json")));
        Assert.That(_app.KillSwitch.IsOn, Is.False);
    }
}
