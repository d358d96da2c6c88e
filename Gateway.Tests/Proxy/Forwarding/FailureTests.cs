using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class FailureTests
{
    [Test]
    public async Task Forward_DeadUpstream_IsTransportErrorWithItsReason()
    {
        await using var gateway = await GatewayFixture.StartAsync(null, null, null,
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", $"http://127.0.0.1:{FreePort()}"));

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.TransportError));
            Assert.That(seen.Record.Status, Is.Zero);
            Assert.That(seen.Record.Destination, Is.EqualTo("d"));
            Assert.That(seen.Record.TransportError, Does.StartWith("Request: HttpRequestException: ").And.Contains("Connection refused"));
        }
    }

    [Test]
    public async Task Forward_NoDestination_IsTransportError()
    {
        await using var gateway = await GatewayFixture.StartAsync(null, null, null,
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:LoadBalancingPolicy", "RoundRobin"));

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.TransportError));
        Assert.That(seen.Record.TransportError, Does.StartWith("NoAvailableDestinations"));
    }

    [Test]
    public async Task Forward_UpstreamResetsInMidBody_IsTransportErrorAndTheClientSeesACut()
    {
        var seen = await SeeCutAnswerAsync(200, "half of it");

        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.TransportError));
        Assert.That(seen.Record.TransportError, Does.StartWith("ResponseBodyDestination"));
    }

    [Test]
    public async Task Forward_ErrorBodyIsCutShort_IsStillThatError()
    {
        var seen = await SeeCutAnswerAsync(500, "deadlock detected");

        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        Assert.That(seen.Record.Status, Is.EqualTo(500));
        Assert.That(seen.Body, Is.EqualTo("deadlock detected"u8.ToArray()));
    }

    [Test]
    public async Task Forward_UpstreamNeverAnswers_IsTimeout()
    {
        await using var upstream = await StubUpstream.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Clusters:u:HttpRequest:ActivityTimeout", "00:00:00.300"));

        using var response = await gateway.Client.GetAsync("/");
        var seen = await gateway.Outcomes.NextAsync();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Timeout));
        Assert.That(seen.Record.TransportError, Does.StartWith("RequestTimedOut"));
    }

    [Test]
    public async Task Forward_UpstreamStopsInMidBody_IsTimeout()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Clusters:u:HttpRequest:ActivityTimeout", "00:00:00.300"));

        Assert.That(async () => await gateway.Client.GetStringAsync("/"), Throws.InstanceOf<HttpRequestException>());
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Timeout));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Forward_ClientGoesAway_IsClientAborted(bool inMidBody)
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            if (inMidBody)
            {
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
            }

            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var impatience = new CancellationTokenSource();
        var answer = gateway.Client.GetStringAsync("/", impatience.Token);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await impatience.CancelAsync();
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());

        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.ClientAborted));
    }

    [Test]
    public async Task Forward_ClientStopsSendingAfterTheWholeAnswer_IsJudgedByTheAnswer()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 413;
            await context.Response.WriteAsync("too large for me");
            await context.Response.CompleteAsync();
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }, HttpProtocols.Http2);
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, settings:
            [
                ("ReverseProxy:Clusters:u:HttpRequest:Version", "2"),
                ("ReverseProxy:Clusters:u:HttpRequest:VersionPolicy", "RequestVersionExact"),
            ]);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Http2, "/"))
        {
            Content = new EndlessContent(),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using (var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte["too large for me".Length]);
        }

        var seen = await gateway.Outcomes.NextAsync();
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
        Assert.That(seen.Record.Status, Is.EqualTo(413));
    }

    [Test]
    public async Task Forward_BodyBeyondKestrelsOwnLimit_Passes()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            long length = 0;
            var buffer = new byte[65536];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
            {
                length += read;
            }

            await context.Response.WriteAsync($"{length}");
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);

        using var response = await gateway.Client.PostAsync("/", new ByteArrayContent(new byte[31_000_000]));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("31000000"));
    }

    [Test]
    public async Task Forward_RouteLimitsTheBody_LimitHolds()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Routes:r:MaxRequestBodySize", "1000"));

        using var response = await gateway.Client.PostAsync("/", new ByteArrayContent(new byte[2000]));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That((await gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.ClientAborted));
    }

    /// <summary>The upstream resets the connection once the client has the first part, which is less than was promised.</summary>
    private static async Task<SeenOutcome> SeeCutAnswerAsync(int status, string firstPart)
    {
        var mayReset = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync(firstPart);
            await context.Response.Body.FlushAsync();
            await mayReset.Task;
            context.Abort();
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[firstPart.Length]);
        mayReset.SetResult();

        Assert.That(async () => await body.ReadExactlyAsync(new byte[1]), Throws.InstanceOf<IOException>());
        return await gateway.Outcomes.NextAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>A body that begins and does not end.</summary>
    private sealed class EndlessContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[10], cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
