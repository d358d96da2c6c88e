using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class PolicyForwardingTests
{
    private static readonly GatewayOptions Talkative = new() { Diagnostics = new() { ResponseHeaders = true } };

    private int _reached;

    [SetUp]
    public void SetUp() => _reached = 0;

    [Test]
    public async Task Forward_HoldOutSucceeds_PermitCountsSuccessAndTheAnswerSaysSo()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, Talkative, PolicyOf());

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Headers.GetValues("X-Gateway-Hold-Out"), Is.EqualTo(new[] { "p-1" }));
            Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
            Assert.That(seen.Record.PolicyId, Is.EqualTo("p-1"));
            Assert.That(seen.Record.PolicyRole, Is.EqualTo(PolicyRole.HoldOut));
            Assert.That(seen.Record.SnapshotRevision, Is.EqualTo(3));
        }
    }

    [TestCase("c-7", "0 successes, 1 failures, 0 ignored", TestName = "Forward_HoldOutFailsWithThePolicysCluster_CountsFailure")]
    [TestCase("c-8", "0 successes, 0 failures, 1 ignored", TestName = "Forward_HoldOutFailsWithAnotherCluster_CountsNothing")]
    [TestCase(null, "0 successes, 1 failures, 0 ignored", TestName = "Forward_HoldOutFailsWithANewError_CountsFailure")]
    public async Task Forward_HoldOutFails_IsCountedByItsCluster(string? cluster, string expected)
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("deadlock");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyOf());
        if (cluster is not null)
        {
            gateway.Clusters.Set(PlainTextReader.FingerprintOf("deadlock"), cluster);
        }

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo(expected));
        Assert.That(seen.Body, Is.EqualTo("deadlock"u8.ToArray()));
        Assert.That(response.Headers.Contains("X-Gateway-Hold-Out"), Is.False);
    }

    [Test]
    public async Task Forward_Refused_UpstreamIsNotReachedAndTheReasonIsGiven()
    {
        await using var upstream = await StubUpstream.StartAsync(Count);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyOf());
        gateway.Breaker.Permit = null;

        using var response = await gateway.Client.GetAsync("/");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.RootElement.GetProperty("type").GetString(), Is.EqualTo("urn:llm-aware-gateway:break"));
            Assert.That(_reached, Is.Zero);
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Refused));
            Assert.That(seen.Record.Status, Is.EqualTo(503));
            Assert.That(seen.Record.PolicyRole, Is.EqualTo(PolicyRole.Refused));
        }
    }

    [Test]
    public async Task Forward_WouldBeRefusedInShadow_IsForwardedAndTheAnswerSaysSo()
    {
        await using var upstream = await StubUpstream.StartAsync(Count);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, Talkative, PolicyOf() with { Mode = PolicyMode.Shadow });
        gateway.Breaker.Permit = null;

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_reached, Is.EqualTo(1));
            Assert.That(response.Headers.GetValues("X-Gateway-Policy"), Is.EqualTo(new[] { "p-1" }));
            Assert.That(seen.Record.PolicyRole, Is.EqualTo(PolicyRole.ShadowRefused));
        }
    }

    [Test]
    public async Task Forward_HoldOutBecomesAWebSocket_PermitEndsWithTheUpgrade()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            await accepted.ReceiveAsync(new byte[1], context.RequestAborted);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyOf());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Http1.Port}/"), CancellationToken.None);

        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
    }

    [Test]
    public async Task Forward_HoldOutBecomesALongStream_PermitGivesItsPlaceBackAfterTwoSecondsAndEndsWithTheStream()
    {
        var mayEnd = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await mayEnd.Task;
        });
        var time = new FakeTimeProvider();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyOf(), time: time);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 0 failures, 0 ignored"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(
            (gateway.Breaker.Permit!.Released, gateway.Breaker.Permit.Ends),
            Is.EqualTo((true, "0 successes, 0 failures, 0 ignored")));

        mayEnd.SetResult();
        await gateway.Outcomes.NextAsync();
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
    }

    [Test]
    public async Task Forward_ClientAbandonsAHoldOut_PermitIsIgnored()
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyOf());
        using var impatience = new CancellationTokenSource();
        var answer = gateway.Client.GetStringAsync("/", impatience.Token);
        await arrived.Task;
        await impatience.CancelAsync();
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
        await gateway.Outcomes.NextAsync();

        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 0 failures, 1 ignored"));
    }

    private Task Count(HttpContext context)
    {
        Interlocked.Increment(ref _reached);
        return context.Response.WriteAsync("ok");
    }

    internal static Policy PolicyOf() => new()
    {
        Id = "p-1",
        Clusters = [new ClusterReference("c-7", "database deadlock", ErrorKind.DataConflict)],
        Scope = new Scope([new DimensionTest("route", TestOperator.Equal, "r")]),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
    };
}
