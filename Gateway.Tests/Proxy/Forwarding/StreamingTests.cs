using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class StreamingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Forward_WebSocket_EchoesBothWays()
    {
        await using var upstream = await StubUpstream.StartAsync(EchoAsync);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{gateway.Http1.Port}/socket"), patience.Token);
        foreach (var word in new[] { "one", "two" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(word), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            var buffer = new byte[64];
            var echo = await socket.ReceiveAsync(buffer, patience.Token);
            Assert.That(Encoding.UTF8.GetString(buffer, 0, echo.Count), Is.EqualTo(word));
        }

        Assert.That(socket.SubProtocol, Is.EqualTo("chat"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", patience.Token);
        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(seen.Record.Status, Is.EqualTo(101));
    }

    [Test]
    public async Task Forward_ServerSentEvents_ArriveOneByOne()
    {
        var firstWasSeen = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await firstWasSeen.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var response = await gateway.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.That(await reader.ReadLineAsync().WaitAsync(Patience), Is.EqualTo("data: 1"));

        firstWasSeen.SetResult();
        Assert.That(await reader.ReadToEndAsync().WaitAsync(Patience), Does.Contain("data: 2"));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Success));
    }

    [TestCase(200)]
    [TestCase(500)]
    public async Task Forward_ResponseTrailers_Pass(int status)
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.DeclareTrailer("X-Checksum");
            await context.Response.WriteAsync("body");
            context.Response.AppendTrailer("X-Checksum", "abc");
        }, HttpProtocols.Http2);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings:
            [
                ("ReverseProxy:Clusters:u:HttpRequest:Version", "2"),
                ("ReverseProxy:Clusters:u:HttpRequest:VersionPolicy", "RequestVersionExact"),
            ]);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Http2, "/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await gateway.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("body"));
        Assert.That(response.TrailingHeaders.GetValues("X-Checksum"), Is.EqualTo(new[] { "abc" }));
    }

    /// <summary>
    /// A chunked answer over HTTP/1.1 may end with trailers (RFC 9112, section 7.1.2). They reach clients of HTTP/2; Kestrel writes none
    /// over HTTP/1.1, where the answer passes whole without them, as the RFC allows.
    /// </summary>
    [TestCase(2, "abc")]
    [TestCase(1, null)]
    public async Task Forward_TrailersOfAnHttp1Upstream_PassWhereTheClientsConnectionHasThem(int clientVersion, string? expected)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var answered = AnswerWithTrailersAsync(upstream);
        await using var gateway = await GatewayFixture.StartAsync(null, null, null,
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", $"http://{upstream.LocalEndpoint}"));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(clientVersion == 2 ? gateway.Http2 : gateway.Http1, "/"))
        {
            Version = new Version(clientVersion, clientVersion == 2 ? 0 : 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await gateway.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        await answered;

        Assert.That(body, Is.EqualTo("body"));
        Assert.That(response.TrailingHeaders.TryGetValues("X-Checksum", out var values) ? string.Join(',', values) : null,
            Is.EqualTo(expected));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Success));
    }

    [Test]
    public async Task Forward_TraceContext_ReachesTheUpstream()
    {
        await using var upstream = await StubUpstream.StartAsync(
            context => context.Response.WriteAsync(context.Request.Headers.TraceParent.ToString()));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await gateway.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("0af7651916cd43dd8448eb211c80319c"));
    }

    private static async Task AnswerWithTrailersAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
        {
        }

        byte[] answer =
        [
            .. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n"u8,
            .. "4\r\nbody\r\n0\r\nX-Checksum: abc\r\n\r\n"u8,
        ];
        await stream.WriteAsync(answer);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("chat");
        var buffer = new byte[1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }
    }
}
