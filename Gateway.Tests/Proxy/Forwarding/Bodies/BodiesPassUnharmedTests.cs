using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Proxy.Forwarding.Bodies;

/// <summary>Bodies and connections that a look at JSON could hurt; with and without the clock for slow answers around them.</summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class BodiesPassUnharmedTests(bool timed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private (string, string)[] Settings => timed ? [("ReverseProxy:Routes:r:Metadata:SlowAfter", "1m")] : [];

    [Test]
    public async Task Forward_FieldInTheFirstOfTwoHalves_IsFoundAndTheRestFollows([Values] bool chunked)
    {
        await using var upstream = await StubUpstream.StartAsync(EchoHashAsync);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Settings);
        var (first, second) = ("""{"model":"opus","messages":[""", """{"role":"user"}]}""");
        using var client = await ConnectAsync(gateway);
        var wire = client.GetStream();
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {first.Length + second.Length}";
        await SendAsync(wire, $"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n");
        await SendAsync(wire, Piece(first, chunked));
        await Task.Delay(1200);
        await SendAsync(wire, Piece(second, chunked) + (chunked ? "0\r\n\r\n" : ""));
        var answer = await new StreamReader(wire).ReadToEndAsync().WaitAsync(Patience);

        Assert.That(answer, Does.StartWith("HTTP/1.1 200").And.Contain(HashOf(first + second)));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.BodyFields[0], Is.EqualTo("opus"));
    }

    [Test]
    public async Task Forward_ExpectContinue_TheBodyComesAfterTheInterimAnswerAndPasses()
    {
        await using var upstream = await StubUpstream.StartAsync(EchoHashAsync);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings: Settings);
        const string Body = """{"model":"opus"}""";
        using var client = await ConnectAsync(gateway);
        var wire = client.GetStream();
        await SendAsync(wire, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        using var reader = new StreamReader(wire);
        Assert.That(await reader.ReadLineAsync().WaitAsync(Patience), Does.StartWith("HTTP/1.1 100"));
        await SendAsync(wire, Body);
        Assert.That(await reader.ReadToEndAsync().WaitAsync(Patience), Does.Contain("HTTP/1.1 200").And.Contain(HashOf(Body)));
        var record = (await gateway.Outcomes.NextAsync()).Record;
        Assert.That(record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(record.BodyFields[0], Is.Null, "a look would have waited");
    }

    [Test]
    public async Task Forward_Upgrade_PassesBytesBothWays()
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var served = UpgradeAndEchoAsync(upstream);
        await using var gateway = await GatewayFixture.StartAsync(null, null, null,
        [
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", $"http://{upstream.LocalEndpoint}"),
            .. Settings,
        ]);
        using (var client = await ConnectAsync(gateway))
        {
            var wire = client.GetStream();
            await SendAsync(wire,
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: rows\r\nContent-Type: application/json\r\n\r\n");
            using var reader = new StreamReader(wire, Encoding.Latin1);
            Assert.That(await reader.ReadLineAsync().WaitAsync(Patience), Does.StartWith("HTTP/1.1 101"));
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { Length: > 0 })
            {
            }

            var sent = RandomNumberGenerator.GetBytes(3000);
            await wire.WriteAsync(sent);
            var received = new char[sent.Length];
            await reader.ReadBlockAsync(received.AsMemory()).AsTask().WaitAsync(Patience);
            Assert.That(Encoding.Latin1.GetBytes(received), Is.EqualTo(sent));
        }

        await served.WaitAsync(Patience);
    }

    [TestCase("application/grpc")]
    [TestCase("application/grpc+json")]
    public async Task Forward_Grpc_PassesAndIsNotLookedInto(string type)
    {
        await using var upstream = await StubUpstream.StartAsync(EchoHashAsync, HttpProtocols.Http2);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings:
        [
            ("ReverseProxy:Clusters:u:HttpRequest:Version", "2"),
            ("ReverseProxy:Clusters:u:HttpRequest:VersionPolicy", "RequestVersionExact"),
            .. Settings,
        ]);
        const string Body = """{"model":"opus"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Http2)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) { Headers = { ContentType = new(type) } },
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await gateway.Client.SendAsync(request);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(HashOf(Body)));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.BodyFields[0], Is.Null);
    }

    [TestCase(false, HttpStatusCode.ServiceUnavailable, 2000)]
    [TestCase(true, HttpStatusCode.OK, -1)]
    public async Task Forward_ScopeOnTheBodysSize_MatchesWhereTheSizeIsSaidOnly(bool chunked, HttpStatusCode expected, long recorded)
    {
        await using var upstream = await StubUpstream.StartAsync(EchoHashAsync);
        var policy = new Policy
        {
            Id = "p-1",
            Scope = new Scope([new DimensionTest(DimensionNames.BodyBytes, TestOperator.AtLeast, "1024")]),
            Action = PolicyAction.Break,
            Mode = PolicyMode.Enforce,
            Origin = PolicyOrigin.Learned,
        };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: policy, settings: Settings);
        gateway.Breaker.Permit = null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[2000]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await gateway.Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(expected));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.BodyBytes, Is.EqualTo(recorded), "what cannot be matched is not learned");
    }

    private static async Task UpgradeAndEchoAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
        {
            head.Append((char)one[0]);
        }

        await stream.WriteAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: rows\r\n\r\n"u8.ToArray());
        await stream.CopyToAsync(stream);
    }

    private static async Task EchoHashAsync(HttpContext context)
    {
        using var all = new MemoryStream();
        await context.Request.Body.CopyToAsync(all);
        await context.Response.WriteAsync(Convert.ToHexString(SHA256.HashData(all.ToArray())));
    }

    private static async Task<TcpClient> ConnectAsync(GatewayFixture gateway)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, gateway.Http1.Port);
        return client;
    }

    private static string HashOf(string body) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static string Piece(string text, bool chunked) => chunked ? $"{text.Length:x}\r\n{text}\r\n" : text;

    private static async Task SendAsync(NetworkStream wire, string text)
    {
        await wire.WriteAsync(Encoding.ASCII.GetBytes(text));
        await wire.FlushAsync();
    }
}
