using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>What the forwarder's own errors mean, and how they read as error text.</summary>
internal static class ForwarderFailure
{
    private const int MaxInner = 4;

    /// <summary>The outcome of a request that the forwarder could not complete.</summary>
    public static RequestOutcome OutcomeOf(ForwarderError error, Exception? exception) => error switch
    {
        ForwarderError.None or ForwarderError.UpgradeActivityTimeout => RequestOutcome.Success,
        ForwarderError.RequestTimedOut => RequestOutcome.Timeout,

        // A cancellation that the client did not cause is the activity timeout: the upstream stopped in mid-stream.
        ForwarderError.ResponseBodyDestination or ForwarderError.RequestBodyDestination when IsCancellation(exception) =>
            RequestOutcome.Timeout,
        ForwarderError.RequestCanceled
            or ForwarderError.RequestBodyCanceled
            or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled
            or ForwarderError.ResponseBodyClient
            or ForwarderError.UpgradeRequestCanceled
            or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled
            or ForwarderError.UpgradeResponseClient => RequestOutcome.ClientAborted,
        _ => RequestOutcome.TransportError,
    };

    /// <summary>
    /// Whether only the request's body failed, after the whole answer had been sent: an upstream may answer without reading all
    /// of it. The forwarder wraps the exception of a failure that cost the answer and leaves this one bare.
    /// </summary>
    public static bool AnswerIsComplete(ForwarderError error, Exception? exception, bool responseStarted) =>
        responseStarted
        && error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyCanceled
        && exception is not AggregateException;

    /// <summary><c>Request: HttpRequestException: Connection refused (orders:80); SocketException: Connection refused</c>.</summary>
    public static string TextOf(ForwarderError error, Exception? exception)
    {
        var text = new StringBuilder(error.ToString());
        var said = string.Empty;
        for (var depth = 0; exception is not null && depth < MaxInner; depth++, exception = exception.InnerException)
        {
            if (exception is AggregateException || exception.Message == said)
            {
                continue;
            }

            said = exception.Message;
            text.Append(depth == 0 ? ": " : "; ").Append(exception.GetType().Name).Append(": ").Append(said);
        }

        return text.ToString();
    }

    private static bool IsCancellation(Exception? exception) =>
        exception is OperationCanceledException
        || exception is AggregateException several && several.InnerExceptions.Any(e => e is OperationCanceledException);
}
