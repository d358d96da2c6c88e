namespace Gateway.Tests.Host;

/// <summary>Rules that could never do what they say are named at start.</summary>
public sealed class PolicyRuleChecksTests
{
    [TestCase("""{ "Action": "Eject" }""", "0:ScopeNames", "must be destination where the action is Eject")]
    [TestCase("""{ "ScopeNames": "destination", "Action": "Break" }""", "0:Action",
        "must be Eject or Observe where ScopeNames is destination")]
    [TestCase("""{ "ScopeNames": "query:q", "ScopeSays": "WhereItGoes", "Action": "Break" }""", "0:ScopeSays", "can never hold")]
    [TestCase("""{ "Action": "Observe" }, { "Action": "Break" }""", "1", "is never reached: rule 0 before it has no condition")]
    [TestCase("""{ "Answers": ["5xx", "6xx"] }""", "0:Answers:1", "must be one of 4xx, 5xx")]
    [TestCase("""{ "ScopeNames": "colour" }""", "0:ScopeNames", "must be a dimension")]
    public async Task ReadAsync_BadRule_IsNamedByItsKey(string rules, string key, string told)
    {
        var reading = await ConfigurationFolder.ReadAsync(Configuration(rules));

        Assert.That(reading.Mistakes.Select(m => m.Key), Is.EqualTo([$"Gateway:Policies:Rules:{key}"]));
        Assert.That($"{reading.Mistakes[0]}", Does.Contain(told));
    }

    [Test]
    public async Task ReadAsync_GoodRules_AreRead()
    {
        var reading = await ConfigurationFolder.ReadAsync(Configuration("""
            { "Kinds": ["Quota"], "Routes": ["chat"], "Action": "Limit" },
            { "ScopeNames": "destination", "Action": "Eject" },
            { "Action": "Observe" }
            """));

        Assert.That(reading.Mistakes, Is.Empty);
        Assert.That(reading.Options.Policies.Rules[0].Routes, Is.EqualTo(new[] { "chat" }));
    }

    private static string Configuration(string rules) => $$"""{ "Gateway": { "Policies": { "Rules": [{{rules}}] } } }""";
}
