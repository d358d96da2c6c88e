using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding.Slowness;

internal sealed class SlowAnswersTests
{
    private static readonly (string, string) AfterTwoSeconds = ("ReverseProxy:Routes:r:Metadata:SlowAfter", "2s");

    private readonly FakeTimeProvider _time = new();

    [TestCase(1.9, RequestOutcome.Success)]
    [TestCase(2.1, RequestOutcome.Slow)]
    public async Task Forward_Answer_IsSlowBeyondWhatTheRouteSaysAndUntouched(double seconds, RequestOutcome expected)
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            return context.Response.WriteAsync("all is well");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time, settings: AfterTwoSeconds);

        using var response = await gateway.Client.GetAsync("/orders/17");
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("all is well"));
            Assert.That(seen.Record.Outcome, Is.EqualTo(expected));
            Assert.That(seen.Record.Status, Is.EqualTo(200));
            Assert.That(seen.Body, Is.Null, "the body is no error's");
        }
    }

    [Test]
    public async Task Forward_RouteThatSaysNothing_HasNoSlowAnswers()
    {
        await using var upstream = await StubUpstream.StartAsync(LateAsync);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time);
        await gateway.Client.GetStringAsync("/");
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Success));
    }

    [Test]
    public async Task Forward_LongStream_CountsToItsHeaders()
    {
        var headersSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await headersSeen.Task;
            _time.Advance(TimeSpan.FromMinutes(5));
            await context.Response.WriteAsync("last");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time, settings: AfterTwoSeconds);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        headersSeen.SetResult();
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("first last"));
        var record = (await gateway.Outcomes.NextAsync()).Record;
        Assert.That((record.Outcome, record.Latency >= TimeSpan.FromMinutes(5)), Is.EqualTo((RequestOutcome.Success, true)));
    }

    [Test]
    public async Task Forward_ClientSendsItsBodySlowly_IsNotTheUpstreamsTime([Values] bool chunked)
    {
        var received = "";
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            received = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync("ok");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time, settings: AfterTwoSeconds);
        using var content = new DrippingContent(_time, "first half ", "second half", chunked);
        using var response = await gateway.Client.PostAsync(new Uri("/", UriKind.Relative), content);
        var record = (await gateway.Outcomes.NextAsync()).Record;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(received, Is.EqualTo("first half second half"));
            Assert.That(record.Latency, Is.GreaterThan(TimeSpan.FromSeconds(50)));
            Assert.That(record.Outcome, Is.EqualTo(RequestOutcome.Success));
        }
    }

    [Test]
    public async Task Forward_BodyAndLateAnswer_IsSlow()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await LateAsync(context);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time, settings: AfterTwoSeconds);
        using var response = await gateway.Client.PostAsync(new Uri("/", UriKind.Relative), new StringContent("{}"));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Slow));
    }

    [TestCase(404)]
    [TestCase(500)]
    public async Task Forward_LateError_StaysThatError(int status)
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return LateAsync(context);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, time: _time, settings: AfterTwoSeconds);
        using var response = await gateway.Client.GetAsync("/");
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
    }

    [TestCase("c-7", "0 successes, 1 failures, 0 ignored", TestName = "Forward_HoldOutIsSlow_PolicyOnSlowness_CountsFailure")]
    [TestCase("c-8", "1 successes, 0 failures, 0 ignored", TestName = "Forward_HoldOutIsSlow_PolicyOnAnError_CountsSuccess")]
    [TestCase(null, "0 successes, 0 failures, 1 ignored", TestName = "Forward_HoldOutIsSlow_ClusterNotKnown_CountsNothing")]
    public async Task Forward_HoldOutIsSlow_CountsByItsCluster(string? cluster, string expected)
    {
        await using var upstream = await StubUpstream.StartAsync(LateAsync);
        var policy = new Policy
        {
            Id = "p-1",
            Clusters = [new ClusterReference("c-7", "slow answers of r", ErrorKind.Overload)],
            Scope = Scope.Everything,
            Action = PolicyAction.Break,
            Mode = PolicyMode.Enforce,
            Origin = PolicyOrigin.Learned,
        };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: policy, time: _time, settings: AfterTwoSeconds);
        if (cluster is not null)
        {
            gateway.Clusters.Set(PlainTextReader.FingerprintOf("slow answers of r"), cluster);
        }

        await gateway.Client.GetStringAsync("/");
        await gateway.Outcomes.NextAsync();
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo(expected));
    }

    [Test]
    public async Task Forward_Auto_LearnsWhatIsUsualAndMarksWhatIsNot()
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(context.Request.Query.ContainsKey("lag") ? 900 : 100));
            return context.Response.WriteAsync("ok");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, new() { Principal = new() { TrustHeaders = true } },
            time: _time, settings: ("ReverseProxy:Routes:r:Metadata:SlowAfter", "auto"));
        var slow = new List<bool>();
        for (var i = 0; i < 270; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, i >= 200 && i % 2 == 0 ? "/?lag" : "/");
            request.Headers.Add("X-Api-Key", $"k-{i % 5}");
            using var response = await gateway.Client.SendAsync(request);
            slow.Add((await gateway.Outcomes.NextAsync()).Record.Outcome == RequestOutcome.Slow);
        }

        Assert.That(slow.Take(205), Is.All.False);
        Assert.That(slow.Skip(230).Index().All(s => s.Item == (s.Index % 2 == 0)), Is.True, "the late ones, and they alone");
    }

    private Task LateAsync(HttpContext context)
    {
        _time.Advance(TimeSpan.FromSeconds(3));
        return context.Response.WriteAsync("at last");
    }

    /// <summary>A body in two halves, between which a minute passes.</summary>
    private sealed class DrippingContent(FakeTimeProvider time, string first, string second, bool chunked) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(first));
            await stream.FlushAsync();
            await Task.Delay(200);
            time.Advance(TimeSpan.FromMinutes(1));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = first.Length + second.Length;
            return !chunked;
        }
    }
}
