using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class CaptureTests
{
    private static readonly byte[] LongBody = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} ")));

    [Test]
    public async Task Forward_ErrorAnswer_PassesByteForByteAndIsCopied()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer(500, "application/json", """{"error":"x"}"""u8.ToArray()));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var response = await gateway.Client.GetAsync("/a/17?q=1&r=%20z");
        var received = await response.Content.ReadAsByteArrayAsync();
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(500));
            Assert.That(received, Is.EqualTo("""{"error":"x"}"""u8.ToArray()));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(13));
            Assert.That(seen.Body, Is.EqualTo(received));
            Assert.That(seen.ContentType, Is.EqualTo("application/json"));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
            Assert.That(seen.Record.Status, Is.EqualTo(500));
            Assert.That(seen.Record.Route, Is.EqualTo("r"));
            Assert.That(seen.Record.Upstream, Is.EqualTo("u"));
            Assert.That(seen.Record.Destination, Is.EqualTo("d"));
            Assert.That(seen.Record.Method, Is.EqualTo("GET"));
            Assert.That(seen.Record.Path, Is.EqualTo("/a/17"));
            Assert.That(seen.Record.Query, Is.EqualTo("?q=1&r=%20z"));
            Assert.That(seen.Record.ClientAddress, Is.EqualTo(IPAddress.Loopback).Or.EqualTo(IPAddress.Loopback.MapToIPv6()));
            Assert.That(seen.Record.Latency, Is.GreaterThan(TimeSpan.Zero));
        }
    }

    [Test]
    public async Task Forward_CompressedErrorLongerThanTheCopy_PassesWholeAndCopyIsCut()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await gzip.WriteAsync(LongBody);
        }

        await using var upstream = await StubUpstream.StartAsync(Answer(503, "text/plain", packed.ToArray(), "gzip"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            new GatewayOptions { Sampler = new() { CaptureBytes = 1000 } });

        using var response = await gateway.Client.GetAsync("/");
        var received = await response.Content.ReadAsByteArrayAsync();
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(received, Is.EqualTo(packed.ToArray()));
            Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
            Assert.That(seen.Body, Is.EqualTo(received[..1000]));
            Assert.That(seen.ContentEncoding, Is.EqualTo("gzip"));
            Assert.That(seen.Truncated, Is.True);
        }
    }

    [Test]
    public async Task Forward_ErrorBodyInTwoParts_FirstPartIsNotHeldBack()
    {
        var mayGoOn = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync("first ");
            await context.Response.Body.FlushAsync();
            await mayGoOn.Task;
            await context.Response.WriteAsync("second");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var part = new byte[64];
        var read = await body.ReadAsync(part).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(Encoding.ASCII.GetString(part, 0, read), Is.EqualTo("first "));

        mayGoOn.SetResult();
        Assert.That(await new StreamReader(body).ReadToEndAsync(), Is.EqualTo("second"));
        Assert.That((await gateway.Outcomes.NextAsync()).Body, Is.EqualTo("first second"u8.ToArray()));
    }

    [Test]
    public async Task Forward_Success_CopiesNothing()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer(200, "text/plain", "fine"u8.ToArray()));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            new GatewayOptions { Dimensions = new() { Names = ["header:X-Tenant-Id"] } });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("12345") };
        request.Headers.Add("X-Tenant-Id", "acme");
        using var response = await gateway.Client.SendAsync(request);
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("fine"));
            Assert.That(seen.Body, Is.Null);
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
            Assert.That(seen.Record.BodyBytes, Is.EqualTo(5));
            Assert.That(seen.Record.Headers[0], Is.EqualTo("acme"));
            Assert.That(seen.Record.PolicyRole, Is.EqualTo(PolicyRole.None));
        }
    }

    [Test]
    public async Task Forward_NotFound_IsACandidateWithItsBody()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer(404, "text/plain", "no such order"u8.ToArray()));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        Assert.That(seen.Body, Is.EqualTo("no such order"u8.ToArray()));
    }

    [Test]
    public async Task Forward_RouteNamesItsOwnErrors_OthersAreNone()
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/busy" ? 503 : 302;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Routes:r:Metadata:ErrorStatuses", "500,302"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gateway.Http1 };

        using var busy = await client.GetAsync("/busy");
        var first = await gateway.Outcomes.NextAsync();
        using var moved = await client.GetAsync("/moved");
        var second = await gateway.Outcomes.NextAsync();

        Assert.That(first.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(second.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
    }

    [Test]
    public async Task Forward_HeadOfAnError_HasNoBodyAndIsAnError()
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentLength = 42;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var response = await gateway.Client.SendAsync(request);
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(42));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
            Assert.That(seen.Body, Is.Empty);
        }
    }

    [Test]
    public async Task Start_RouteNamesNonsenseAsErrors_IsRefused()
    {
        await using var upstream = await StubUpstream.StartAsync(Answer(200, "text/plain", []));

        Assert.That(
            async () =>
                await GatewayFixture.InFrontOfAsync(upstream, settings: ("ReverseProxy:Routes:r:Metadata:ErrorStatuses", "5xx,often")),
            Throws.Exception.With.InnerException.InstanceOf<AggregateException>().And.InnerException.Message.Contains("'5xx,often'"));
    }

    private static RequestDelegate Answer(int status, string contentType, byte[] body, string? encoding = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        await context.Response.Body.WriteAsync(body);
    };
}
