using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class HeadersAsTheyCameTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Forward_HeaderBytesBeyondAscii_PassBothWays(bool upstreamNamesAnEncoding)
    {
        byte[] value = [.. "名 "u8, 0xE9, 0xFF];
        using var upstream = new TcpListener(System.Net.IPAddress.Loopback, 0);
        upstream.Start();
        var seen = AnswerOnceAsync(upstream, [.. "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Name: "u8, .. value, .. "\r\n\r\n"u8]);
        (string, string)[] encoding = upstreamNamesAnEncoding
            ? [("ReverseProxy:Clusters:u:HttpClient:RequestHeaderEncoding", "utf-8")] : [];
        await using var gateway = await StartAsync(upstream, encoding);

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Http1.Port);
        await client.GetStream()
            .WriteAsync((byte[])[.. "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Name: "u8, .. value, .. "\r\n\r\n"u8]);
        using var answer = new MemoryStream();
        await client.GetStream().CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(20));

        byte[] line = [.. "X-Name: "u8, .. value, .. "\r\n"u8];
        Assert.That((await seen).AsSpan().IndexOf(line), Is.Positive);
        Assert.That(answer.ToArray().AsSpan().IndexOf(line), Is.Positive);
    }

    [TestCase("127.0.0.1", "https", "shop.example")]
    [TestCase("10.0.0.0/8", "http", "gateway.example")]
    public async Task Forward_ForwardedProtoAndHost_PassFromATrustedProxyOnly(string trusted, string proto, string host)
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            var headers = context.Request.Headers;
            var originals = headers.Keys.Where(k => k.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase));
            return context.Response.WriteAsync(
                $"{headers["X-Forwarded-Proto"]} {headers["X-Forwarded-Host"]} {string.Join(' ', originals)}");
        });
        var options = new GatewayOptions { Server = new() { TrustedProxies = [trusted] } };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "gateway.example";
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "shop.example");
        request.Headers.Add("X-Original-URL", "/admin");
        using var response = await gateway.Client.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo($"{proto} {host} "));
    }

    [TestCase(100_000)]
    [TestCase(3_000_000)]
    public async Task Forward_UpstreamAnswersWithoutReadingTheBody_AnswerReachesTheClient(int size)
    {
        using var upstream = new TcpListener(System.Net.IPAddress.Loopback, 0);
        upstream.Start();
        var seen = AnswerOnceAsync(upstream,
            "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig"u8.ToArray());
        await using var gateway = await StartAsync(upstream);

        using var content = new ByteArrayContent(new byte[size]);
        using var response = await gateway.Client.PostAsync("/", content);
        await seen;

        Assert.That((int)response.StatusCode, Is.EqualTo(413));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("big"));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Status, Is.EqualTo(413));
    }

    private static Task<GatewayFixture> StartAsync(TcpListener upstream, params (string Key, string Value)[] settings) =>
        GatewayFixture.StartAsync(null, null, null,
        [
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", $"http://{upstream.LocalEndpoint}/"),
            .. settings,
        ]);

    /// <summary>Reads a head, answers, closes: what is left of a body is never read. Returns the head.</summary>
    private static async Task<byte[]> AnswerOnceAsync(TcpListener listener, byte[] answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var head = new byte[8192];
        var length = 0;
        while (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            length += await connection.GetStream().ReadAsync(head.AsMemory(length));
        }

        await connection.GetStream().WriteAsync(answer);
        return head[..length];
    }
}
