using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Tests.Proxy.Rerouting;

/// <summary>What a policy would refuse goes to the fallback instead.</summary>
public sealed class PolicyRerouteTests
{
    private Site _site = null!;

    [SetUp]
    public void SetUp() => _site = new Site();

    [TearDown]
    public async Task TearDown() => await _site.DisposeAsync();

    [Test]
    public async Task Forward_PolicyWouldRefuse_TheFallbackAnswers()
    {
        await OpenAsync();
        Assert.That(_site.Count("gateway_rerouted", "policy"), Is.Zero, "there from the first look");
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));

        var record = (await _site.Gateway.Outcomes.NextAsync()).Record;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((record.Upstream, record.Outcome), Is.EqualTo(("second", RequestOutcome.Rerouted)));
            Assert.That((record.PolicyId, record.PolicyRole), Is.EqualTo(("p-1", PolicyRole.Rerouted)));
            Assert.That(_site.Policy.Counts, Is.EqualTo(new PolicyCounts(1, 0, 0, 0) { Rerouted = 1 }));
            Assert.That(_site.Totals, Is.EqualTo(new TrafficTotals(0, 0, 0, 0) { Rerouted = 1 }));
            Assert.That(_site.Count("gateway_rerouted", "policy"), Is.EqualTo(1));
            Assert.That(_site.Count("gateway_rerouted", "failure"), Is.Zero);
        }
    }

    [Test]
    public async Task Forward_HoldOut_StillGoesToTheFirst()
    {
        await OpenAsync();
        _site.Gateway.Breaker.Permit = new CountingPermit(PolicyRole.HoldOut);
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "first")));
        await _site.Gateway.Outcomes.NextAsync();
        Assert.That(_site.Gateway.Breaker.Permit.Ends, Is.EqualTo("1 successes, 0 failures, 0 ignored"));
    }

    [Test]
    public async Task Forward_TheFallbackFails_ThatIsItsFailure()
    {
        _site.Answers["second"] = Site.Says(500, "deadlock");
        await OpenAsync();
        Assert.That(await _site.SendAsync(), Is.EqualTo((500, "deadlock")));
        var record = (await _site.Gateway.Outcomes.NextAsync()).Record;
        Assert.That((record.Upstream, record.Outcome), Is.EqualTo(("second", RequestOutcome.UpstreamError)));
    }

    [TestCase(ErrorKind.CallerFault)]
    [TestCase(ErrorKind.ContentPolicy)]
    public async Task Forward_TheFaultIsInTheRequest_IsRefused(ErrorKind kind)
    {
        await OpenAsync(policy: PolicyForwardingTests.PolicyOf() with { Clusters = [new ClusterReference("c-7", "filtered", kind)] });
        Assert.That((await _site.SendAsync()).Text, Does.Contain("urn:llm-aware-gateway:break"));
        Assert.That((_site.Reached("first"), _site.Reached("second")), Is.EqualTo((0, 0)));
        Assert.That(_site.Policy.Counts, Is.EqualTo(new PolicyCounts(1, 1, 0, 0)));
    }

    [Test]
    public async Task Forward_NoDestinationAtTheFirstFallback_TheNextOneServes()
    {
        await OpenAsync("Fallback=empty,third", settings: ("ReverseProxy:Clusters:empty:LoadBalancingPolicy", "Random"));
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "third")));
    }

    [Test]
    public async Task Forward_NoFallbackOnTheRoute_IsRefused()
    {
        await OpenAsync("");
        Assert.That((await _site.SendAsync()).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Forward_BigBodies_PassBothWays()
    {
        _site.Answers["second"] = context =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            return context.Request.Body.CopyToAsync(context.Response.Body);
        };
        await OpenAsync();
        var body = RandomNumberGenerator.GetBytes(5_000_000);
        using var response = await _site.Gateway.Client.PostAsync("/", new ByteArrayContent(body));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(body));
    }

    [Test]
    public async Task Forward_Stream_ArrivesPieceByPiece()
    {
        var firstWasSeen = new TaskCompletionSource();
        _site.Answers["second"] = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await firstWasSeen.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        };
        await OpenAsync("Fallback=second;FallbackOnFailure=true;Retry=true");
        using var response = await _site.Gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.That(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo("data: 1"));
        firstWasSeen.SetResult();
        Assert.That(await reader.ReadToEndAsync(), Does.Contain("data: 2"));
    }

    [TestCase("second", true)]
    [TestCase("first", false)]
    public async Task Forward_WebSocket_Echoes(string upstream, bool refused)
    {
        _site.Answers[upstream] = async context =>
        {
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            var heard = new byte[16];
            var received = await accepted.ReceiveAsync(heard, context.RequestAborted);
            await accepted.SendAsync(heard.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
        };
        await _site.StartAsync(
            "Fallback=second;FallbackOnFailure=true;Retry=true", refused ? PolicyForwardingTests.PolicyOf() : null);
        _site.Gateway.Breaker.Permit = null;
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_site.Gateway.Http1.Port}/"), CancellationToken.None);
        await socket.SendAsync(Encoding.UTF8.GetBytes("one"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[16];
        var echo = await socket.ReceiveAsync(buffer, CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(buffer, 0, echo.Count), Is.EqualTo("one"));
    }

    private async Task OpenAsync(string metadata = "Fallback=second", Policy? policy = null, params (string Key, string Value)[] settings)
    {
        await _site.StartAsync(metadata, policy ?? PolicyForwardingTests.PolicyOf(), settings: settings);
        _site.Gateway.Breaker.Permit = null;
    }
}
