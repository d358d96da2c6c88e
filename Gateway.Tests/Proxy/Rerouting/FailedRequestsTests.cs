using System.Text;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Rerouting;

/// <summary>A request that fails before its first byte goes to the fallback where the route says so.</summary>
public sealed class FailedRequestsTests
{
    private const string OnFailure = "Fallback=second,third;FallbackOnFailure=true";
    private Site _site = null!;

    [SetUp]
    public void SetUp() => _site = new Site();

    [TearDown]
    public async Task TearDown() => await _site.DisposeAsync();

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(429)]
    [TestCase(408)]
    public async Task Forward_FirstAnswersWithAnError_TheFallbackAnswersAndBothAreRecorded(int status)
    {
        _site.Answers["first"] = Site.Says(status, "no room");
        await _site.StartAsync(OnFailure);
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));

        var first = await _site.Gateway.Outcomes.NextAsync();
        var second = (await _site.Gateway.Outcomes.NextAsync()).Record;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Record.Upstream, first.Record.Outcome, first.Record.Status),
                Is.EqualTo(("first", RequestOutcome.UpstreamError, status)));
            Assert.That(Encoding.UTF8.GetString(first.Body!), Is.EqualTo("no room"), "learning needs the text");
            Assert.That((second.Upstream, second.Outcome), Is.EqualTo(("second", RequestOutcome.Rerouted)));
            Assert.That(_site.Count("gateway_rerouted", "failure"), Is.EqualTo(1));
            Assert.That(_site.Totals, Is.EqualTo(new TrafficTotals(1, 0, 0, 0)), "one request, which no policy sent elsewhere");
        }
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    [TestCase(422)]
    public async Task Forward_FirstBlamesTheCaller_ThatIsTheAnswer(int status)
    {
        _site.Answers["first"] = Site.Says(status, "not so");
        await _site.StartAsync(OnFailure);
        Assert.That(await _site.SendAsync(), Is.EqualTo((status, "not so")));
        Assert.That(_site.Reached("second"), Is.Zero);
    }

    [Test]
    public async Task Forward_RouteSaysThatAStatusIsNoError_ThatIsTheAnswer()
    {
        _site.Answers["first"] = Site.Says(500, "as usual");
        await _site.StartAsync(OnFailure + ";ErrorStatuses=503");
        Assert.That(await _site.SendAsync(), Is.EqualTo((500, "as usual")));
    }

    [TestCase(ErrorKind.ContentPolicy, "first")]
    [TestCase(ErrorKind.CallerFault, "first")]
    [TestCase(ErrorKind.Defect, "second")]
    public async Task Forward_TextIsKnown_NoFallbackSwallowsTheFaultOfTheRequest(ErrorKind kind, string answering)
    {
        var text = new string('x', 100_000);
        _site.Answers["first"] = Site.Says(500, text);
        _site.Meanings.Set("c-7", kind);
        var options = new GatewayOptions { Sampler = new() { CaptureBytes = 1000 } };
        await _site.StartAsync(OnFailure, options: options);
        _site.Gateway.Clusters.Set(PlainTextReader.FingerprintOf(text[..1000]), "c-7");
        var expected = answering == "first" ? (500, text) : (200, "second");
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await _site.SendAsync(), Is.EqualTo(expected), "what is not sent again costs no budget");
        }
    }

    [Test]
    public async Task Forward_FirstIsGone_TheFallbackAnswers()
    {
        await _site.StartAsync(OnFailure, settings: ("ReverseProxy:Clusters:first:Destinations:d:Address", "http://127.0.0.1:1/"));
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));
        var first = (await _site.Gateway.Outcomes.NextAsync()).Record;
        Assert.That((first.Upstream, first.Outcome), Is.EqualTo(("first", RequestOutcome.TransportError)));
    }

    [Test]
    public async Task Forward_FirstTakesTooLong_TheFallbackAnswers()
    {
        _site.Answers["first"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await _site.StartAsync(OnFailure, settings: ("ReverseProxy:Clusters:first:HttpRequest:ActivityTimeout", "00:00:00.2"));
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));
        Assert.That((await _site.Gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Timeout));
    }

    [Test]
    public async Task Forward_TheRoutesTimeIsOver_NothingFollows()
    {
        _site.Answers["first"] = context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await _site.StartAsync(OnFailure, settings: ("ReverseProxy:Routes:r:Timeout", "00:00:00.2"));
        Assert.That((await _site.SendAsync()).Status, Is.EqualTo(504));
        Assert.That(_site.Reached("second"), Is.Zero);
    }

    [Test]
    public async Task Forward_ErrorThatNeverEnds_IsWaitedForNoLongerThanASecond()
    {
        var time = new FakeTimeProvider();
        _site.Answers["first"] = async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("so ");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };
        await _site.StartAsync(OnFailure, time: time);
        var answer = _site.SendAsync();
        await GatewayFixture.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return answer.IsCompleted;
        });
        Assert.That(await answer, Is.EqualTo((200, "second")));
    }

    [Test]
    public async Task Forward_FallbackFailsToo_TheNextOneAnswers()
    {
        _site.Answers["first"] = Site.Says(503);
        _site.Answers["second"] = Site.Says(500);
        await _site.StartAsync(OnFailure);
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "third")));
    }

    [Test]
    public async Task Forward_AllFail_TheLastAnswerIsTheClients()
    {
        _site.Answers["first"] = Site.Says(503, "one");
        _site.Answers["second"] = Site.Says(500, "two");
        _site.Answers["third"] = Site.Says(502, "three");
        await _site.StartAsync(OnFailure);
        Assert.That(await _site.SendAsync(), Is.EqualTo((502, "three")));
    }

    [Test]
    public async Task Forward_AnswerHasStarted_IsNeverTouched()
    {
        _site.Answers["first"] = async context =>
        {
            await context.Response.WriteAsync("first half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        await _site.StartAsync(OnFailure);
        Assert.That(async () => await _site.SendAsync(), Throws.InstanceOf<HttpRequestException>());
        Assert.That(_site.Reached("second"), Is.Zero);
    }

    [Test]
    public async Task Forward_HoldOutFails_ItsPermitEndsOnceAndTheClientIsServed()
    {
        _site.Answers["first"] = Site.Says(500, "deadlock");
        await _site.StartAsync(OnFailure, PolicyForwardingTests.PolicyOf());
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));
        await _site.Gateway.Outcomes.NextAsync();
        await _site.Gateway.Outcomes.NextAsync();
        Assert.That(_site.Gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 1 failures, 0 ignored"));
    }

    [TestCase(10_000, true, true)]
    [TestCase(10_000, false, true)]
    [TestCase(200_000, true, false)]
    [TestCase(200_000, false, false)]
    public async Task Forward_RequestHasABody_IsSentAgainWholeOrNotAtAll(int length, bool lengthIsSaid, bool isRerouted)
    {
        byte[]? heard = null;
        _site.Answers["first"] = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await Site.Says(503, "full")(context);
        };
        _site.Answers["second"] = async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            heard = body.ToArray();
        };
        await _site.StartAsync(OnFailure);
        var sent = Encoding.UTF8.GetBytes("{\"model\":\"m\",\"prompt\":\"" + new string('x', length) + "\"}");
        using HttpContent content = lengthIsSaid ? new ByteArrayContent(sent) : new StreamContent(new Unseekable(sent));
        content.Headers.ContentType = new("application/json");

        Assert.That((await _site.SendAsync(HttpMethod.Post, content)).Status, Is.EqualTo(isRerouted ? 200 : 503));
        Assert.That(heard, Is.EqualTo(isRerouted ? sent : null));
    }

    [Test]
    public async Task Forward_FirstAnswersBeforeItHasReadTheBody_TheFallbackGetsAllOfIt()
    {
        byte[]? heard = null;
        _site.Answers["first"] = Site.Says(503, "full");
        _site.Answers["second"] = async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            heard = body.ToArray();
        };
        await _site.StartAsync(OnFailure);
        var sent = Encoding.UTF8.GetBytes(new string('y', 60_000));
        Assert.That((await _site.SendAsync(HttpMethod.Post, new ByteArrayContent(sent))).Status, Is.EqualTo(200));
        Assert.That(heard, Is.EqualTo(sent));
    }

    [Test]
    public async Task Forward_AllRequestsFail_AFifthOfThemIsSentAgain()
    {
        _site.Answers["first"] = Site.Says(503, "full");
        await _site.StartAsync(OnFailure, time: new FakeTimeProvider());
        for (var i = 0; i < 100; i++)
        {
            await _site.SendAsync();
        }

        Assert.That(_site.Reached("second"), Is.EqualTo(20));
        Assert.That(_site.Count("gateway_repeats_left_out"), Is.EqualTo(80));
    }

    [TestCase("GET", 503, "d1", 1)]
    [TestCase("GET", 502, "d1", 1)]
    [TestCase("GET", 500, "no", 0)]
    [TestCase("POST", 503, "no", 0)]
    [TestCase("DELETE", 503, "no", 0)]
    public async Task Forward_Retry_SafeRequestsGoToAnotherDestinationOnce(string method, int status, string text, int retries)
    {
        await using var other = await StubUpstream.StartAsync(Site.Says(200, "d1"));
        _site.Answers["first"] = Site.Says(status, "no");
        await _site.StartAsync("Retry=true", settings: [
            ("ReverseProxy:Clusters:first:Destinations:d1:Address", other.Address),
            ("ReverseProxy:Clusters:first:LoadBalancingPolicy", "FirstAlphabetical")]);
        Assert.That(await _site.SendAsync(new HttpMethod(method)), Is.EqualTo((text == "no" ? status : 200, text)));
        Assert.That(_site.Count("gateway_retries"), Is.EqualTo(retries));
        var record = (await _site.Gateway.Outcomes.NextAsync()).Record;
        Assert.That((record.Destination, record.Outcome), Is.EqualTo(("d", RequestOutcome.UpstreamError)));
    }

    [Test]
    public async Task Forward_RetryWithoutAnotherDestination_TheAnswerIsTheClients()
    {
        _site.Answers["first"] = Site.Says(503, "full");
        await _site.StartAsync("Retry=true");
        Assert.That(await _site.SendAsync(), Is.EqualTo((503, "full")));
        Assert.That(_site.Reached("first"), Is.EqualTo(1));
    }

    [Test]
    public async Task Forward_RetryFailsToo_TheFallbackAnswers()
    {
        _site.Answers["first"] = Site.Says(503, "full");
        await using var other = await StubUpstream.StartAsync(Site.Says(503, "full"));
        await _site.StartAsync(OnFailure + ";Retry=true", settings: ("ReverseProxy:Clusters:first:Destinations:d1:Address", other.Address));
        Assert.That(await _site.SendAsync(), Is.EqualTo((200, "second")));
    }

    [Test]
    public async Task Forward_NothingIsSaidOfFailures_NothingFollows()
    {
        _site.Answers["first"] = Site.Says(503, "full");
        await _site.StartAsync("Fallback=second");
        Assert.That(await _site.SendAsync(), Is.EqualTo((503, "full")));
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
