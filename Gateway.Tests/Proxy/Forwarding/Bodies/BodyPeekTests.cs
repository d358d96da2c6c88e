using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Forwarding.Bodies;

public sealed class BodyPeekTests
{
    private static readonly GatewayOptions TwoFields = new() { Dimensions = new() { Names = ["body:stream"] } };

    [TestCase("""{"model":"opus","stream":true}""", "opus", "true")]
    [TestCase("""{"messages":[{"model":"no"}],"model":"opus","model":"second","stream":1.5}""", "opus", "1.5")]
    [TestCase("""{"model":{"name":"opus"},"stream":null}""", null, null)]
    [TestCase("""{"model":"\u0061b","stream":"\ud800"}""", "ab", null)]
    [TestCase("\uFEFF{\"model\":\"opus\"}", "opus", null)]
    [TestCase("""["model","opus"]""", null, null)]
    [TestCase("""{"stream":true,"model":"cut""", null, "true")]
    [TestCase("""{"stream":true,,"model":"opus"}""", null, "true")]
    [TestCase("", null, null)]
    public async Task Forward_JsonBody_RecordsItsFieldsAndPassesItAsItCame(string body, string? model, string? stream)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, TwoFields);

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat", UriKind.Relative), Json(Encoding.UTF8.GetBytes(body)));
        var record = (await gateway.Outcomes.NextAsync()).Record;

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(HashOf(Encoding.UTF8.GetBytes(body))));
        Assert.That((record.BodyFields[0], record.BodyFields[1]), Is.EqualTo((model, stream)));
    }

    [Test]
    public async Task Forward_LargeBodies_FindTheLastFieldWithinTheBoundAndPassWhole(
        [Values(100, 5_000, 60_000, 65_000, 70_000, 3_000_000)] int size, [Values] bool chunked, [Values] bool http2)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, TwoFields);
        var body = Encoding.UTF8.GetBytes($$"""{"messages":"{{new string('x', size)}}","model":"opus","stream":true}""");

        using var request = new HttpRequestMessage(HttpMethod.Post,
            http2 ? new Uri(gateway.Http2, "/v1/chat") : new Uri(gateway.Http1, "/v1/chat"))
        {
            Content = Json(body),
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TransferEncodingChunked = chunked && !http2 ? true : null;
        using var response = await gateway.Client.SendAsync(request);
        var record = (await gateway.Outcomes.NextAsync()).Record;

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(HashOf(body)));
        Assert.That(record.BodyFields[0], Is.EqualTo(size <= 65_000 ? "opus" : null));
    }

    [Test]
    public async Task Forward_BodyInTwoHalvesFarApart_GoesOnWithTheFirstAndPassesWhole([Values] bool chunked, [Values(0, 10, 20)] int cut)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        var body = """{"messages":[],"model":"opus"}""";

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Http1.Port);
        var wire = client.GetStream();
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}";
        await SendAsync(wire,
            $"POST /v1/chat HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n");
        await SendAsync(wire, Piece(body[..cut], chunked));
        await Task.Delay(1500);
        await SendAsync(wire, Piece(body[cut..], chunked) + (chunked ? "0\r\n\r\n" : ""));
        var answer = await new StreamReader(wire).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain(HashOf(Encoding.UTF8.GetBytes(body))));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.BodyFields[0], Is.Null);
    }

    [Test]
    public async Task Forward_BodyInManySmallPieces_FindsTheFieldAndPassesWhole([Values] bool chunked)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        var body = $$"""{"messages":"{{new string('é', 300)}}","model":"opus"}""";
        var bytes = Encoding.UTF8.GetBytes(body);

        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, gateway.Http1.Port);
        var wire = client.GetStream();
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {bytes.Length}";
        await SendAsync(wire,
            $"POST /v1/chat HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n");
        foreach (var piece in bytes.Chunk(50))
        {
            await wire.WriteAsync(Encoding.ASCII.GetBytes(chunked ? $"{piece.Length:x}\r\n" : ""));
            await wire.WriteAsync(piece);
            await SendAsync(wire, chunked ? "\r\n" : "");
            await Task.Delay(2);
        }

        await SendAsync(wire, chunked ? "0\r\n\r\n" : "");
        var answer = await new StreamReader(wire).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain(HashOf(bytes)));
    }

    [Test]
    public async Task Forward_ClientGoneInTheMiddle_IsAClientsAbort([Values] bool chunked)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, gateway.Http1.Port);
            var length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 1000";
            await SendAsync(client.GetStream(),
                $"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{length}\r\n\r\n" + Piece("{\"a\":1,", chunked));
            await Task.Delay(100);
        }

        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.ClientAborted));
    }

    [Test]
    public async Task Forward_RouteWithALimit_StillRefusesLargerBodies([Values] bool chunked)
    {
        await using var upstream = await EchoAsync();
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Routes:r:MaxRequestBodySize", "1000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = Json(new byte[20_000]) };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        using var response = await gateway.Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("opus", HttpStatusCode.ServiceUnavailable)]
    [TestCase("haiku", HttpStatusCode.OK)]
    public async Task Forward_PolicyOnAModel_RefusesThatModelOnly(string model, HttpStatusCode expected)
    {
        await using var upstream = await EchoAsync();
        var policy = new Policy
        {
            Id = "p-1",
            Scope = new Scope([new DimensionTest("body:model", TestOperator.Equal, "opus")]),
            Action = PolicyAction.Break,
            Mode = PolicyMode.Enforce,
            Origin = PolicyOrigin.Learned,
        };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: policy);
        gateway.Breaker.Permit = null;
        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat", UriKind.Relative),
            Json(Encoding.UTF8.GetBytes($$"""{"model":"{{model}}"}""")));
        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    private static Task<StubUpstream> EchoAsync() => StubUpstream.StartAsync(async context =>
    {
        using var all = new MemoryStream();
        await context.Request.Body.CopyToAsync(all);
        await context.Response.WriteAsync(HashOf(all.ToArray()));
    });

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new("application/json") } };

    private static string HashOf(byte[] body) => Convert.ToHexString(SHA256.HashData(body));

    private static string Piece(string text, bool chunked) => chunked && text.Length > 0 ? $"{text.Length:x}\r\n{text}\r\n" : text;

    private static async Task SendAsync(NetworkStream wire, string text)
    {
        await wire.WriteAsync(Encoding.ASCII.GetBytes(text));
        await wire.FlushAsync();
    }
}
