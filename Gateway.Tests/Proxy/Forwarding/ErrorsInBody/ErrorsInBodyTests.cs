using System.IO.Compression;
using System.Text;
using Gateway.Modules.ErrorText;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Tests.Proxy.Forwarding.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

public sealed class ErrorsInBodyTests
{
    private const string Error = """{"error":{"message":"model is overloaded"}}""";

    private static readonly (string, string) Switch = ("ReverseProxy:Routes:r:Metadata:ErrorsInBody", "true");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [TestCase("application/json", null)]
    [TestCase("Application/GraphQL-response+JSON; charset=utf-8", null)]
    [TestCase("application/json", "gzip")]
    [TestCase("application/json", "br")]
    [TestCase("application/json", "deflate")]
    public async Task Forward_JsonError_IsUpstreamErrorAndPassesUnchanged(string contentType, string? encoding)
    {
        var sent = Encode(Encoding.UTF8.GetBytes(Error), encoding);
        await using var upstream = await StubUpstream.StartAsync(Answer(contentType, sent, encoding));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Switch);

        using var response = await gateway.Client.GetAsync("/");
        var received = await response.Content.ReadAsByteArrayAsync();
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(received, Is.EqualTo(sent));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(sent.Length));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
            Assert.That(seen.Record.Status, Is.EqualTo(200));
            Assert.That(seen.Body, Is.EqualTo(sent));
            Assert.That(seen.ContentEncoding, Is.EqualTo(encoding));
        }
    }

    [TestCase("application/json", """{"error":null,"choices":[]}""", null)]
    [TestCase("application/json", "not JSON, an \"error\"", null)]
    [TestCase("application/json", "{\"code\":200,\"msg\":\"ok\",\"data\":{}}", null)]
    [TestCase("application/json", Error, "zstd")]
    [TestCase("text/plain", Error, null)]
    [TestCase("text/event-stream", "data: 1\n\ndata: [DONE]\n\n", null)]
    [TestCase("text/event-stream", "event: error\ndata: 1\n\n", "gzip")]
    public async Task Forward_NoErrorThatCouldBeSeen_IsSuccessWithoutACopy(string contentType, string body, string? encoding)
    {
        var sent = Encode(Encoding.UTF8.GetBytes(body), encoding);
        await using var upstream = await StubUpstream.StartAsync(Answer(contentType, sent, encoding));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Switch);

        var received = await gateway.Client.GetByteArrayAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(received, Is.EqualTo(sent));
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(seen.Body, Is.Null);
    }

    /// <summary>An answer that began well and fails after its permit's place was given back is a failure all the same.</summary>
    [Test]
    public async Task Forward_StreamFailsAfterThreeSeconds_PermitAndOutcomeSayFailure()
    {
        var time = new FakeTimeProvider();
        var mayFail = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"text\":\"well\"}\n\n");
            await context.Response.Body.FlushAsync();
            await mayFail.Task;
            await context.Response.WriteAsync("event: error\ndata: {\"error\":{\"message\":\"model is overloaded\"}}\n\n");
        });
        var policy = new Policy
        {
            Id = "p-1",
            Scope = new Scope([new DimensionTest("route", TestOperator.Equal, "r")]),
            Action = PolicyAction.Break,
            Mode = PolicyMode.Enforce,
            Origin = PolicyOrigin.Learned,
        };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: policy, time: time, settings: Switch);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        Assert.That(await body.ReadAsync(new byte[64]), Is.Positive);
        time.Advance(TimeSpan.FromSeconds(3));
        await GatewayFixture.UntilAsync(() => gateway.Breaker.Permit!.Released);
        mayFail.SetResult();
        await new StreamReader(body).ReadToEndAsync();

        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 1 failures, 0 ignored"));
    }

    [TestCase("text/event-stream",
        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"error\":{\"message\":\"telling words\"}}}\n\n")]
    [TestCase("text/event-stream", "data: {\"object\":\"error\",\"message\":\"telling words\"}\n\n")]
    [TestCase("application/x-ndjson", "{\"a\":1}\n{\"error\":\"telling words\"}\n")]
    [TestCase("application/json", "[{\"a\":1},{\"error\":{\"message\":\"telling words\"}}]")]
    [TestCase("application/json", "{\"code\":500,\"msg\":\"telling words\",\"data\":null}")]
    [TestCase("application/json", "{\"base_resp\":{\"status_code\":1002,\"status_msg\":\"telling words\"}}")]
    [TestCase("application/json", "{\"id\":\"r\",\"status\":\"failed\",\"error\":{\"message\":\"telling words\"},\"output\":[]}")]
    public async Task Forward_EachShape_TextIsTheErrors(string contentType, string body)
    {
        await using var upstream = await StubUpstream.StartAsync(Answer(contentType, Encoding.UTF8.GetBytes(body), null));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Switch);

        Assert.That(await gateway.Client.GetStringAsync("/"), Is.EqualTo(body));
        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        var text = new ErrorTextReader(new Masker())
            .Read(new ErrorResponse(RequestOutcome.UpstreamError, 200, null, null, seen.ContentType, seen.ContentEncoding,
                seen.Body, null));
        Assert.That(text.Masked, Does.Contain("telling words"));
    }

    [TestCase(14, nameof(RequestOutcome.UpstreamError))]
    [TestCase(5, nameof(RequestOutcome.Success))]
    [TestCase(0, nameof(RequestOutcome.Success))]
    public async Task Forward_GrpcWebStatusInTheBody_CountsOnEveryRoute(int status, string outcome)
    {
        byte[] body = [.. GrpcWebFinderTests.Frame(0, "m"),
            .. GrpcWebFinderTests.Frame(0x80, $"grpc-status: {status}\r\ngrpc-message: a%20b\r\n")];
        await using var upstream = await StubUpstream.StartAsync(Answer("application/grpc-web+proto", body, null));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        Assert.That(await gateway.Client.GetByteArrayAsync("/"), Is.EqualTo(body));
        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome.ToString(), Is.EqualTo(outcome));
        Assert.That((seen.Record.GrpcStatus, seen.Record.GrpcMessage), Is.EqualTo((status, "a b")));
    }

    [TestCase("{\"ret\":7,\"data\":{\"a\":1}}", nameof(RequestOutcome.UpstreamError))]
    [TestCase("{\"ret\":1,\"data\":{\"a\":1}}", nameof(RequestOutcome.Success))]
    public async Task Forward_RouteHasItsOwnCode_ItsGoodValuesAreNoErrors(string body, string outcome)
    {
        await using var upstream = await StubUpstream.StartAsync(Answer("application/json", Encoding.UTF8.GetBytes(body), null));
        await using var gateway = await GatewayFixture.InFrontOfAsync(
            upstream, settings: [("ReverseProxy:Routes:r:Metadata:ErrorPath", "$.ret"), ("ReverseProxy:Routes:r:Metadata:ErrorOk", "0,1")]);

        Assert.That(await gateway.Client.GetStringAsync("/"), Is.EqualTo(body));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome.ToString(), Is.EqualTo(outcome));
    }

    [TestCase("ErrorPath", "code", "'code'")]
    [TestCase("ErrorOk", "0", "ErrorPath")]
    public async Task Start_PathIsNone_IsRefused(string key, string value, string told)
    {
        await using var upstream = await StubUpstream.StartAsync(Answer("text/plain", [], null));

        Assert.That(
            async () => await GatewayFixture.InFrontOfAsync(upstream, settings: ($"ReverseProxy:Routes:r:Metadata:{key}", value)),
            Throws.Exception.With.InnerException.InstanceOf<AggregateException>().And.InnerException.Message.Contains(told));
    }

    [TestCase(null)]
    [TestCase("false")]
    public async Task Forward_RouteDoesNotSayErrorsInBody_IsSuccess(string? flag)
    {
        await using var upstream = await StubUpstream.StartAsync(Answer("application/json", Encoding.UTF8.GetBytes(Error), null));
        (string, string)[] settings = flag is null ? [] : [(Switch.Item1, flag)];
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: settings);

        Assert.That(await gateway.Client.GetStringAsync("/"), Is.EqualTo(Error));
        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(seen.Body, Is.Null);
    }

    [Test]
    public async Task Forward_ErrorEventInMidStream_EachEventArrivesBeforeTheNextIsSent()
    {
        string[] events = ["data: {\"t\":1}\n\n", $"event: error\ndata: {Error}\n\n", "data: [DONE]\n\n"];
        using var maySend = new SemaphoreSlim(1);
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            foreach (var one in events)
            {
                await maySend.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync(one);
                await context.Response.Body.FlushAsync();
            }
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Switch);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        foreach (var one in events)
        {
            var part = new byte[Encoding.UTF8.GetByteCount(one)];
            await body.ReadExactlyAsync(part).AsTask().WaitAsync(Patience);
            Assert.That(Encoding.UTF8.GetString(part), Is.EqualTo(one));
            maySend.Release();
        }

        var seen = await gateway.Outcomes.NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
            Assert.That(seen.Record.Status, Is.EqualTo(200));
            Assert.That(Encoding.UTF8.GetString(seen.Body!), Is.EqualTo(Error));
            Assert.That(seen.ContentType, Is.EqualTo("application/json"));
        }
    }

    [TestCase(true, TestName = "Forward_ClientHangsUpAfterTheErrorEvent_IsStillThatError")]
    [TestCase(false, TestName = "Forward_UpstreamResetsAfterTheErrorEvent_IsStillThatError")]
    public async Task Forward_StreamEndsBadlyAfterTheErrorEvent_IsStillThatError(bool client)
    {
        var mayReset = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: error\ndata: gone\n\n");
            await context.Response.Body.FlushAsync();
            await mayReset.Task.WaitAsync(context.RequestAborted);
            context.Abort();
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Switch);

        using (var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte["event: error\ndata: gone\n\n".Length]);
            if (!client)
            {
                mayReset.SetResult();
                Assert.That(async () => await body.ReadExactlyAsync(new byte[1]), Throws.InstanceOf<IOException>());
            }
        }

        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        Assert.That(seen.Record.Status, Is.EqualTo(200));
        Assert.That(seen.Body, Is.EqualTo("gone"u8.ToArray()));
    }

    [Test]
    public async Task Forward_ErrorEventAndThenALongStream_PermitCountsFailureAtItsEnd()
    {
        var time = new FakeTimeProvider();
        var mayEnd = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: error\ndata: gone\n\n");
            await context.Response.Body.FlushAsync();
            await mayEnd.Task;
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyForwardingTests.PolicyOf(), time: time,
            settings: Switch);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte["event: error\ndata: gone\n\n".Length]);
        time.Advance(TimeSpan.FromSeconds(2.1));

        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 0 failures, 0 ignored"));
        mayEnd.SetResult();
        await gateway.Outcomes.NextAsync();
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 1 failures, 0 ignored"));
    }

    [Test]
    public async Task Forward_JsonErrorOfAHoldOut_PermitCountsFailure()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer("application/json", Encoding.UTF8.GetBytes(Error), null));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyForwardingTests.PolicyOf(), settings: Switch);

        await gateway.Client.GetStringAsync("/");
        await gateway.Outcomes.NextAsync();
        Assert.That(gateway.Breaker.Permit!.Ends, Is.EqualTo("0 successes, 1 failures, 0 ignored"));
    }

    [Test]
    public async Task Start_RouteNamesNonsenseAsSwitch_IsRefused()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer("text/plain", [], null));

        Assert.That(
            async () => await GatewayFixture.InFrontOfAsync(upstream, settings: (Switch.Item1, "sometimes")),
            Throws.Exception.With.InnerException.InstanceOf<AggregateException>().And.InnerException.Message.Contains("'sometimes'"));
    }

    private static byte[] Encode(byte[] plain, string? encoding)
    {
        var packed = new MemoryStream();
        Stream? encoder = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => null,
        };
        if (encoder is null)
        {
            return plain;
        }

        using (encoder)
        {
            encoder.Write(plain);
        }

        return packed.ToArray();
    }

    private static RequestDelegate Answer(string contentType, byte[] body, string? encoding) => async context =>
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        await context.Response.Body.WriteAsync(body);
    };
}
