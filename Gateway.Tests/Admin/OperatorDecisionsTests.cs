using System.Text.Json.Nodes;

namespace Gateway.Tests.Admin;

public sealed class OperatorDecisionsTests
{
    private const string Scope = """ "scope":[{"dimension":"query:simulate_error","op":"=","value":"true"}] """;
    private static readonly Policy Learned = AdminSamples.Learned("p-1", "c-1");
    private AdminFixture _app = null!;

    private Policy Stored => _app.Store.LoadAsync(default).AsTask().Result.Policies.Single().Policy;

    [SetUp]
    public async Task Start()
    {
        _app = await AdminFixture.StartAsync();
        await _app.Store.CompareAndSetAsync(Learned, 0, default);
    }

    [TearDown]
    public async Task End() => await _app.DisposeAsync();

    [TestCase("enforce", OperatorChoice.Enforce, PolicyMode.Enforce, false)]
    [TestCase("shadow", OperatorChoice.Shadow, PolicyMode.Shadow, false)]
    [TestCase("isolate", OperatorChoice.Isolate, PolicyMode.Enforce, true)]
    [TestCase("close", OperatorChoice.Close, PolicyMode.Disabled, false)]
    public async Task Post_OnALearnedPolicy_IsKeptWithItForGood(string verb, OperatorChoice choice, PolicyMode mode, bool heldOpen)
    {
        var answer = await _app.Send("POST", $"/admin/policies/p-1/{verb}");
        Assert.That((answer.Status, answer.ETag, answer.Json["decision"]!.GetValue<string>()),
            Is.EqualTo((200, "\"2\"", choice.ToString())));
        _app.Time.Advance(TimeSpan.FromDays(3));
        Assert.That((Stored.Mode, Stored.Decision!.Choice, Stored.IsHeldOpen, Stored.Lifetime),
            Is.EqualTo((mode, choice, heldOpen, (TimeSpan?)null)));
        Assert.That((Stored.Origin, Stored.Evidence, Stored.Scope), Is.EqualTo((PolicyOrigin.Learned, Learned.Evidence, Learned.Scope)));
    }

    [Test]
    public async Task Lift_AfterSeveralDecisions_IsAsItWasWithTheEvidenceOfByThen()
    {
        await _app.Send("POST", "/admin/policies/p-1/isolate");
        await _app.Send("POST", "/admin/policies/p-1/close");
        var evidence = Learned.Evidence! with { HoldOut = new(7, 6) };
        await _app.Store.CompareAndSetAsync(Stored with { Evidence = evidence }, 3, default);
        Assert.That((await _app.Send("POST", "/admin/policies/p-1/lift")).Status, Is.EqualTo(200));
        Assert.That(Stored with { Clusters = Learned.Clusters }, Is.EqualTo(Learned with { Evidence = evidence }));
        Assert.That((await _app.Send("POST", "/admin/policies/p-1/lift")).Status, Is.EqualTo(409), "nothing is left to lift");
    }

    [TestCase("enforce", PolicyMode.Enforce)]
    [TestCase("shadow", PolicyMode.Shadow)]
    [TestCase("isolate", PolicyMode.Enforce)]
    [TestCase("close", PolicyMode.Disabled)]
    public async Task Post_OnAManualPolicy_ChangesItsMode(string verb, PolicyMode mode)
    {
        await _app.Put("/admin/policies/m", "{" + Scope + """, "action":"Break","mode":"Shadow"}""");
        Assert.That((await _app.Send("POST", $"/admin/policies/m/{verb}")).Status, Is.EqualTo(200));
        var policy = (await _app.Store.LoadAsync(default)).Policies.Single(p => p.Policy.Id == "m").Policy;
        Assert.That((policy.Mode, policy.Decision, policy.IsHeldOpen), Is.EqualTo((mode, (OperatorDecision?)null, true)));
    }

    [Test]
    public async Task Isolate_PolicyWithoutABreaker_IsRefused()
    {
        await _app.Put("/admin/policies/m", "{" + Scope + """, "action":"Limit"}""");
        Assert.That((await _app.Send("POST", "/admin/policies/m/isolate")).Status, Is.EqualTo(409));
    }

    [TestCase("enforce")]
    [TestCase("lift")]
    public async Task Post_UnknownPolicy_IsNotFound(string verb) =>
        Assert.That((await _app.Send("POST", $"/admin/policies/p-9/{verb}")).Status, Is.EqualTo(404));

    [Test]
    public async Task Post_WithoutARevisionWhileTheEngineWrites_IsDone()
    {
        var verbs = Enumerable.Range(0, 4).Select(_ => _app.Send("POST", "/admin/policies/p-1/close"));
        Assert.That((await Task.WhenAll(verbs)).Select(a => a.Status), Is.All.EqualTo(200));
    }

    [Test]
    public async Task Put_OnALearnedPolicy_SaysWhatIsDoneAndKeepsWhy()
    {
        var answer = await _app.Put(
            "/admin/policies/p-1", "{" + Scope + """, "action":"Limit","mode":"Shadow","ratePerSecond":3}""", ("If-Match", "\"1\""));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        Assert.That((Stored.Action, Stored.Mode, Stored.RatePerSecond, Stored.Origin, Stored.Decision!.Choice, Stored.Lifetime),
            Is.EqualTo((PolicyAction.Limit, PolicyMode.Shadow, 3.0, PolicyOrigin.Learned, OperatorChoice.Write, (TimeSpan?)null)));
        Assert.That((Stored.Evidence, Stored.Clusters), Is.EqualTo((Learned.Evidence, Learned.Clusters)));
    }

    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":"x"}],"action":"Break"}""", "scope")]
    [TestCase("{" + Scope + """, "action":"Break","lifetimeSeconds":60}""", "lifetimeSeconds")]
    public async Task Put_OnALearnedPolicyWhatWouldMakeItAnother_IsRefused(string body, string mistake)
    {
        var answer = await _app.Put("/admin/policies/p-1", body, ("If-Match", "\"1\""));
        Assert.That((answer.Status, answer.Mistakes.Single()), Is.EqualTo((400, mistake)));
    }

    [Test]
    public async Task Delete_OnALearnedPolicy_IsGone()
    {
        Assert.That((await _app.Send("DELETE", "/admin/policies/p-1")).Status, Is.EqualTo(428));
        Assert.That((await _app.Send("DELETE", "/admin/policies/p-1", headers: ("If-Match", "\"1\""))).Status, Is.EqualTo(204));
        Assert.That((await _app.Store.LoadAsync(default)).Policies, Is.Empty);
    }

    [Test]
    public async Task GetAudit_ByPages_NewestFirstAndEachOnce()
    {
        foreach (var verb in new[] { "enforce", "shadow", "isolate", "close", "lift" })
        {
            await _app.Send("POST", $"/admin/policies/p-1/{verb}");
            _app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await _app.Get("/admin/audit?limit=3");
        await _app.Send("POST", "/admin/policies/p-1/enforce");
        var second = await _app.Get($"/admin/audit?limit=3&after={first.Json["next"]}");
        Assert.That(ActionsOf(first), Is.EqualTo(new[] { "lift", "close", "isolate" }));
        Assert.That(ActionsOf(second), Is.EqualTo(new[] { "shadow", "enforce" }), "a newer entry shifts nothing");
        Assert.That(second.Json["next"], Is.Null);
        Assert.That(first.Items[1]!["before"]!["decision"]!.GetValue<string>(), Is.EqualTo("Isolate"));
        Assert.That(first.Items[1]!["after"]!["decision"]!.GetValue<string>(), Is.EqualTo("Close"));
        Assert.That((await _app.Get("/admin/audit?after=x")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Explain_AnswerOfTheExplainer_HasTheContractsShape()
    {
        _app.Explainer.Answer = new(
            [new("route", "orders"), new("query:a", "b"), new("query:a", "c")],
            [new("p-1", true, PolicyMode.Enforce, PolicyAction.Break, BreakerState.HalfOpen, 0.2)],
            RequestFate.Refuse);
        var answer = await _app.Send("POST", "/admin/explain", """
            { "method": "POST", "path": "/orders?a=b&a=c", "headers": { "X-A": "é", "X-B": ["1", "2"] }, "body": { "model": "m" },
              "clientAddress": "192.0.2.7" }
            """);
        Assert.That(JsonNode.DeepEquals(answer.Json, JsonNode.Parse("""
            { "dimensions": { "route": "orders", "query:a": "b, c" },
              "policies": [{ "id": "p-1", "matches": true, "mode": "Enforce", "action": "Break",
                "state": "HalfOpen", "admittedShare": 0.2 }],
              "decision": "refuse" }
            """)), Is.True, answer.Text);
        var asked = _app.Explainer.Asked!;
        Assert.That((asked.Method, asked.Target, asked.ClientAddress?.ToString()), Is.EqualTo(("POST", "/orders?a=b&a=c", "192.0.2.7")));
        Assert.That(asked.Headers.Select(h => $"{h.Key}={h.Value}"), Is.EqualTo(new[] { "X-A=Ã©", "X-B=1", "X-B=2" }),
            "as the server hands bytes over");
        Assert.That(System.Text.Encoding.UTF8.GetString(asked.Body.Span), Is.EqualTo("""{ "model": "m" }"""));
    }

    [TestCase("""{"path":"/"}""", "method")]
    [TestCase("""{"method":"GET /","path":"/"}""", "method")]
    [TestCase("""{"method":"GET","path":"orders"}""", "path")]
    [TestCase("""{"method":"GET","path":"/","headers":[]}""", "headers")]
    [TestCase("""{"method":"GET","path":"/","headers":{"A":1}}""", "headers.A")]
    [TestCase("""{"method":"GET","path":"/","clientAddress":"me"}""", "clientAddress")]
    public async Task Explain_BadQuestion_NamesTheMistake(string body, string mistake)
    {
        var answer = await _app.Send("POST", "/admin/explain", body);
        Assert.That((answer.Status, string.Join(',', answer.Mistakes)), Is.EqualTo((400, mistake)));
    }

    [Test]
    public async Task Explain_NoRouteTakesIt_IsNotFound()
    {
        _app.Explainer.Answer = null;
        Assert.That((await _app.Send("POST", "/admin/explain", """{"method":"GET","path":"/"}""")).Status, Is.EqualTo(404));
    }

    private static IEnumerable<string> ActionsOf(Answer answer) => answer.Items.Select(i => i!["action"]!.GetValue<string>());
}
