namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The first demonstration, on the real model: half of what one route gets is bound to fail, and only that half is refused.
/// </summary>
public sealed class TourTests
{
    private const int HealthyRequests = 100;

    [Test]
    public async Task OneAddress_SomeRequestsFail_TheyAloneAreRefusedAndTheScopeNamesTheAddress()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync();
        var ready = await gateway.GetAsync("/ready");
        var traffic = new Traffic(gateway, [null]);
        var refusal = await traffic.UntilRefusedAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ready.GetProperty("status").GetString(), Is.EqualTo("ready"));
            Assert.That(ready.GetProperty("parts").GetProperty("model").GetProperty("id").GetString(),
                Is.EqualTo("bge-small-en-v1.5-int8"));
            Assert.That(refusal.Type, Is.EqualTo("urn:llm-aware-gateway:break"));
            Assert.That(refusal.ScopeText, Is.EqualTo("principal=127.0.0.1 & query:simulate_error=true"));
            Assert.That(refusal.Json().GetProperty("evidence").GetProperty("failed").GetDouble(), Is.GreaterThanOrEqualTo(10));
        }

        await HealthyPassAsync(traffic);
    }

    [Test]
    public async Task ThreeTrustedKeys_SomeRequestsFail_TheScopeIsTheParameterAlone()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync("--Gateway:Principal:TrustHeaders=true");
        var traffic = new Traffic(gateway, "a", "b", "c");
        var refusal = await traffic.UntilRefusedAsync();
        Assert.That(refusal.ScopeText, Is.EqualTo("query:simulate_error=true"));

        // It holds for a key that never failed, too: at most one request in a second passes as hold-out.
        var first = await traffic.SendFailingAsync("d");
        var second = await traffic.SendFailingAsync("d");
        Assert.That(first.IsRefusal || second.IsRefusal, Is.True, first.Body + second.Body);
        await HealthyPassAsync(traffic);
        var policies = await gateway.ItemsAsync("/admin/policies");
        Assert.That(policies.Select(p => p.GetProperty("scopeText").GetString()), Is.EqualTo(new[] { "query:simulate_error=true" }));
    }

    private static async Task HealthyPassAsync(Traffic traffic)
    {
        for (var i = 0; i < HealthyRequests; i++)
        {
            await traffic.SendHealthyAsync(null);
        }
    }
}
