namespace Gateway.Tests.Admin;

/// <summary>Every mistake in a policy is named, all of them at once.</summary>
public sealed class PolicyValidationTests
{
    private const string Scope = """ "scope":[{"dimension":"query:mode","op":"=","value":"slow"}] """;
    private AdminFixture _app = null!;

    [OneTimeSetUp]
    public async Task Start() => _app = await AdminFixture.StartAsync();

    [OneTimeTearDown]
    public async Task End() => await _app.DisposeAsync();

    [TestCase("[]", "")]
    [TestCase("7", "")]
    [TestCase("{}", "action,scope")]
    [TestCase("{" + Scope + "}", "action")]
    [TestCase("{" + Scope + """, "action":"Explode"}""", "action")]
    [TestCase("{" + Scope + """, "action":1}""", "action")]
    [TestCase("{" + Scope + """, "action":"1"}""", "action")]
    [TestCase("{" + Scope + """, "action":"Break,Limit"}""", "action")]
    [TestCase("{" + Scope + """, "action":"Break","mode":"On"}""", "mode")]
    [TestCase("{" + Scope + """, "action":"Break","mode":null}""", "mode")]
    [TestCase("{" + Scope + """, "action":"Eject","mode":"Enforce"}""", "scope")]
    [TestCase("{" + Scope + """, "action":"Break","ratePerSecond":5}""", "ratePerSecond")]
    [TestCase("{" + Scope + """, "action":"Limit","mode":"Shadow","ratePerSecond":0}""", "ratePerSecond")]
    [TestCase("{" + Scope + """, "action":"Limit","mode":"Shadow","ratePerSecond":10001}""", "ratePerSecond")]
    [TestCase("{" + Scope + """, "action":"Limit","mode":"Shadow","ratePerSecond":"5"}""", "ratePerSecond")]
    [TestCase("{" + Scope + """, "action":"Break","lifetimeSeconds":-1}""", "lifetimeSeconds")]
    [TestCase("{" + Scope + """, "action":"Break","lifetimeSeconds":1e300}""", "lifetimeSeconds")]
    [TestCase("{" + Scope + """, "action":"Break","lifetime":60}""", "lifetime")]
    [TestCase("""{"scope":[],"action":"Break"}""", "scope")]
    [TestCase("""{"scope":{},"action":"Break"}""", "scope")]
    [TestCase("""{"scope":[1,2,3,4],"action":"Break"}""", "scope")]
    [TestCase("""{"scope":["a"],"action":"Break"}""", "scope[0]")]
    [TestCase("""{"scope":[{}],"action":"Break"}""", "scope[0].dimension,scope[0].op,scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"colour","op":"=","value":"red"}],"action":"Break"}""", "scope[0].dimension")]
    [TestCase("""{"scope":[{"dimension":"query:","op":"=","value":"red"}],"action":"Break"}""", "scope[0].dimension")]
    [TestCase("""{"scope":[{"dimension":"route","op":"<","value":"red"}],"action":"Break"}""", "scope[0].op")]
    [TestCase("""{"scope":[{"dimension":"route","op":">=","value":"red"}],"action":"Break"}""", "scope[0].op")]
    [TestCase("""{"scope":[{"dimension":"bodyBytes","op":">=","value":"big"}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"bodyBytes","op":">=","value":1.5}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"bodyBytes","op":">=","value":-1}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":""}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":5}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"query:a","op":"=","value":"{*}"}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"query:a","op":"=","value":"a\nb"}],"action":"Break"}""", "scope[0].value")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":"a","not":true}],"action":"Break"}""", "scope[0].not")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":"a"},{"dimension":"route","op":"=","value":"b"}],"action":"Break"}""",
        "scope[1]")]
    [TestCase("""{"scope":[{"dimension":"destination","op":"=","value":"d1"}],"action":"Break"}""", "scope")]
    [TestCase("""{"scope":[{"dimension":"colour","op":"~","value":""}],"action":"Boil","mode":"On","speed":1}""",
        "action,mode,scope[0].dimension,scope[0].op,scope[0].value,speed")]
    public async Task Put_BadBody_NamesEveryMistake(string body, string mistakes)
    {
        var answer = await _app.Put("/admin/policies/m", body);
        Assert.That((answer.Status, answer.MediaType), Is.EqualTo((400, "application/problem+json")));
        Assert.That(string.Join(",", answer.Mistakes), Is.EqualTo(mistakes));
        Assert.That((await _app.Store.LoadAsync(default)).Policies, Is.Empty);
    }

    [TestCase("p-12")]
    [TestCase("p-0")]
    [TestCase("a%20b")]
    [TestCase("caf%C3%A9")]
    [TestCase("a%0A")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Put_BadId_IsNamed(string id)
    {
        var answer = await _app.Put($"/admin/policies/{id}", "{" + Scope + """, "action":"Break"}""");
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Mistakes, Is.EqualTo(new[] { "id" }));
    }

    [TestCase("{")]
    [TestCase("")]
    [TestCase("{\"action\":\"Break\",\"action\":\"Observe\"}")]
    public async Task Put_NoJson_SaysWhere(string body)
    {
        var answer = await _app.Put("/admin/policies/m", body);
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Json["detail"]!.GetValue<string>(), Does.Contain("line"));
    }

    [TestCase("""{"scope":[{"dimension":"destination","op":"=","value":"d1"}],"action":"Eject","mode":"Shadow"}""")]
    [TestCase("""{"scope":[{"dimension":"destination","op":"=","value":"d1"}],"action":"Eject"}""")]
    [TestCase("""{"scope":[{"dimension":"principal","op":"=","value":"127.0.0.1"}],"action":"observe"}""")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":"orders"}],"action":"Limit"}""")]
    [TestCase("""{"scope":[{"dimension":"route","op":"=","value":"orders"}],"action":"Limit","ratePerSecond":0.5}""")]
    [TestCase(
        """{"scope":[{"dimension":"header:X-Tenant-Id","op":"=","value":"acme"},{"dimension":"bodyBytes","op":">=","value":"1"},"""
            + """{"dimension":"bodyBytes","op":"=","value":"1"}],"action":"Break","mode":"Disabled"}""")]
    public async Task Put_GoodBody_IsAccepted(string body)
    {
        await using var app = await AdminFixture.StartAsync();
        Assert.That((await app.Put("/admin/policies/m", body)).Status, Is.EqualTo(201));
    }
}
