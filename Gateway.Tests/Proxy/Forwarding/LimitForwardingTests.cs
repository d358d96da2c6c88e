using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

/// <summary>Learned limits between a real client and a real upstream.</summary>
public sealed class LimitForwardingTests
{
    [Test]
    public async Task Forward_UpstreamAsksToWait_NothingOfTheScopeGoesBefore([Values] bool asDate)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var wait = asDate ? time.GetUtcNow().AddSeconds(20).ToString("R", CultureInfo.InvariantCulture) : "20";
        var reached = 0;
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            Interlocked.Increment(ref reached);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = wait;
            await context.Response.WriteAsync("quota");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: Limit(), time: time);

        using var first = await gateway.Client.GetAsync("/");
        await gateway.Outcomes.NextAsync();
        using var second = await gateway.Client.GetAsync("/");
        var refused = await gateway.Outcomes.NextAsync();
        time.Advance(TimeSpan.FromSeconds(19));
        using var third = await gateway.Client.GetAsync("/");
        time.Advance(TimeSpan.FromSeconds(2));
        using var fourth = await gateway.Client.GetAsync("/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers.RetryAfter?.ToString(), Is.EqualTo(wait), "the upstream's answer passes as it is");
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(second.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(20)));
            Assert.That(second.Headers.GetValues("RateLimit").Single(), Is.EqualTo("\"p-1\";r=0;t=20"));
            Assert.That((refused.Record.Outcome, refused.Record.PolicyRole), Is.EqualTo((RequestOutcome.Refused, PolicyRole.Refused)));
            Assert.That(third.Headers.Contains("RateLimit"), Is.True);
            Assert.That(fourth.Headers.Contains("RateLimit"), Is.False, "it is the upstream's own answer again");
            Assert.That(reached, Is.EqualTo(2));
        }
    }

    private static Policy Limit() => new()
    {
        Id = "p-1",
        Scope = new Scope([new DimensionTest("principal", TestOperator.Equal, "127.0.0.1")]),
        Action = PolicyAction.Limit,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
        RequestsPerSecond = 100,
        FailureProbability = 0.5,
    };
}
