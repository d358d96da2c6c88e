using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Proxy.Forwarding.Grpc;

public sealed class GrpcForwardingTests
{
    private StubUpstream _upstream = null!;
    private GatewayFixture _gateway = null!;
    private GrpcChannel _channel = null!;
    private CallInvoker _caller = null!;

    [SetUp]
    public async Task SetUp()
    {
        _upstream = await StubUpstream.StartAsync(
            app => app.MapGrpcService<EchoService>(), HttpProtocols.Http2, services => services.AddGrpc());
        _gateway = await GatewayFixture.InFrontOfAsync(_upstream, settings:
            [
                ("ReverseProxy:Clusters:u:HttpRequest:Version", "2"),
                ("ReverseProxy:Clusters:u:HttpRequest:VersionPolicy", "RequestVersionExact"),
            ]);
        _channel = GrpcChannel.ForAddress(_gateway.Http2);
        _caller = _channel.CreateCallInvoker();
    }

    [TearDown]
    public async Task TearDown()
    {
        _channel.Dispose();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Test]
    public async Task Forward_Unary_Echoes()
    {
        var answer = await Unary("hello");
        var seen = await _gateway.Outcomes.NextAsync();

        Assert.That(answer, Is.EqualTo("hello"));
        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(seen.Record.GrpcStatus, Is.Zero);
    }

    [TestCase("fail", TestName = "Forward_TrailersOnlyError_IsUpstreamError")]
    [TestCase("late fail", TestName = "Forward_ErrorInTrailers_IsUpstreamError")]
    public async Task Forward_GrpcError_IsUpstreamError(string request)
    {
        var error = Assert.ThrowsAsync<RpcException>(async () => await Unary(request));
        var seen = await _gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Status, Is.EqualTo(new Status(StatusCode.Unavailable, "table locked, é")));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.UpstreamError));
            Assert.That(seen.Record.Status, Is.EqualTo(200));
            Assert.That(seen.Record.GrpcStatus, Is.EqualTo(14));
            Assert.That(seen.Record.GrpcMessage, Is.EqualTo("table locked, é"));
        }
    }

    [Test]
    public async Task Forward_StatusThatBlamesTheCaller_IsNoError()
    {
        Assert.ThrowsAsync<RpcException>(async () => await Unary("reject"));
        var seen = await _gateway.Outcomes.NextAsync();

        Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.Success));
        Assert.That(seen.Record.GrpcStatus, Is.EqualTo(3));
    }

    [Test]
    public async Task Forward_ServerStreamThatFailsAtItsEnd_PassesAllMessagesAndIsAnError()
    {
        using var call = _caller.AsyncServerStreamingCall(EchoServiceBase.StreamMethod, null, default, []);
        var received = new List<byte>();
        var error = Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync())
            {
                received.AddRange(message);
            }
        });
        var seen = await _gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(received, Is.EqualTo(new byte[] { 0, 1, 2 }));
            Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.DataLoss));
            Assert.That(seen.Record.GrpcStatus, Is.EqualTo(15));
        }
    }

    [Test]
    public async Task Forward_UpstreamIsGone_IsTransportErrorAndUnavailableToTheCaller()
    {
        await _upstream.DisposeAsync();

        var error = Assert.ThrowsAsync<RpcException>(async () => await Unary("hello"));
        var seen = await _gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.TransportError));
            Assert.That(seen.Record.Status, Is.Zero);
            Assert.That(seen.Record.GrpcStatus, Is.EqualTo(-1));
            Assert.That(seen.Record.TransportError, Does.Contain("Connection refused"));
        }
    }

    [TestCase("break", "ResponseBodyDestination", TestName = "Forward_StreamIsResetInTheMiddle_IsTransportError")]
    [TestCase("forget", "The gRPC answer ended without a status", TestName = "Forward_AnswerWithoutAStatus_IsTransportError")]
    public async Task Forward_StreamLosesItsStatus_IsTransportError(string request, string reason)
    {
        using var call = _caller.AsyncServerStreamingCall(EchoServiceBase.StreamMethod, null, default, Encoding.UTF8.GetBytes(request));
        Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        var seen = await _gateway.Outcomes.NextAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.Record.Outcome, Is.EqualTo(RequestOutcome.TransportError));
            Assert.That(seen.Record.Status, Is.Zero);
            Assert.That(seen.Record.TransportError, Does.StartWith(reason));
        }
    }

    [Test]
    public async Task Forward_DuplexStream_AnswersWhileTheRequestIsOpen()
    {
        using var call = _caller.AsyncDuplexStreamingCall(EchoServiceBase.DuplexMethod, null, default);
        for (byte i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync([i]);
            Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
            Assert.That(call.ResponseStream.Current, Is.EqualTo(new[] { i }));
        }

        await call.RequestStream.CompleteAsync();
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.False);
        Assert.That((await _gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.Success));
    }

    [Test]
    public async Task Forward_CallerCancels_IsClientAborted()
    {
        using var impatience = new CancellationTokenSource();
        using var call = _caller.AsyncDuplexStreamingCall(EchoServiceBase.DuplexMethod, null,
            new CallOptions(cancellationToken: impatience.Token));
        await call.RequestStream.WriteAsync([1]);
        await call.ResponseStream.MoveNext(CancellationToken.None);
        await impatience.CancelAsync();

        Assert.That((await _gateway.Outcomes.NextAsync()).Record.Outcome, Is.EqualTo(RequestOutcome.ClientAborted));
    }

    private async Task<string> Unary(string request)
    {
        using var call = _caller.AsyncUnaryCall(EchoServiceBase.UnaryMethod, null, default, Encoding.UTF8.GetBytes(request));
        return Encoding.UTF8.GetString(await call.ResponseAsync);
    }
}
