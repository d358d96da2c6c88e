using System.Net.Sockets;
using Gateway.Modules.Proxy.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class ForwarderFailureTests
{
    [TestCase(ForwarderError.Request, RequestOutcome.TransportError)]
    [TestCase(ForwarderError.NoAvailableDestinations, RequestOutcome.TransportError)]
    [TestCase(ForwarderError.ResponseBodyDestination, RequestOutcome.TransportError)]
    [TestCase(ForwarderError.RequestTimedOut, RequestOutcome.Timeout)]
    [TestCase(ForwarderError.RequestCanceled, RequestOutcome.ClientAborted)]
    [TestCase(ForwarderError.RequestBodyClient, RequestOutcome.ClientAborted)]
    [TestCase(ForwarderError.ResponseBodyCanceled, RequestOutcome.ClientAborted)]
    [TestCase(ForwarderError.UpgradeRequestClient, RequestOutcome.ClientAborted)]
    [TestCase(ForwarderError.UpgradeResponseDestination, RequestOutcome.TransportError)]
    [TestCase(ForwarderError.UpgradeActivityTimeout, RequestOutcome.Success)]
    public void OutcomeOf_ForwarderError_IsBlamedOnTheRightSide(ForwarderError error, RequestOutcome expected) =>
        Assert.That(ForwarderFailure.OutcomeOf(error, new IOException("gone")), Is.EqualTo(expected));

    [Test]
    public void OutcomeOf_UpstreamStopsInMidBody_IsTimeout() =>
        Assert.That(
            ForwarderFailure.OutcomeOf(ForwarderError.ResponseBodyDestination, new OperationCanceledException()),
            Is.EqualTo(RequestOutcome.Timeout));

    [Test]
    public void TextOf_NestedExceptions_NamesErrorAndEachMessageOnce()
    {
        var inner = new SocketException((int)SocketError.ConnectionRefused);
        var text = ForwarderFailure.TextOf(ForwarderError.Request,
            new HttpRequestException("no answer from orders:80", new HttpRequestException("no answer from orders:80", inner)));
        Assert.That(text, Is.EqualTo($"Request: HttpRequestException: no answer from orders:80; SocketException: {inner.Message}"));
    }

    [Test]
    public void AnswerIsComplete_OnlyTheRequestBodyFailed_IsTrue()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ForwarderFailure.AnswerIsComplete(ForwarderError.RequestBodyDestination, new IOException(),
                responseStarted: true), Is.True);
            Assert.That(ForwarderFailure.AnswerIsComplete(ForwarderError.RequestBodyDestination, new AggregateException(),
                responseStarted: true), Is.False);
            Assert.That(ForwarderFailure.AnswerIsComplete(ForwarderError.RequestBodyDestination, new IOException(),
                responseStarted: false), Is.False);
            Assert.That(ForwarderFailure.AnswerIsComplete(ForwarderError.ResponseBodyDestination, new IOException(),
                responseStarted: true), Is.False);
        }
    }
}
