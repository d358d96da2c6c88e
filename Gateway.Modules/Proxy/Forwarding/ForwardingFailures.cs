using System.Net.Sockets;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Requests;
using Gateway.Modules.Shared.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// One line for failures of forwarding, per route and kind of failure and some seconds: an outage fails thousands of requests a second.
/// No stack,
/// no query, the path as its template, and of exceptions only what they are: their messages may quote what was sent.
/// </summary>
internal sealed class ForwardingFailures(TimeProvider time, ILogger<ForwardingFailures> logger)
{
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);
    private const int MaxInner = 4;
    private readonly LineLimit _lines = new(time, LineInterval);

    public void Look(HttpContext context, in RequestFacts facts)
    {
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure
            || ForwarderFailure.AnswerIsComplete(failure.Error, failure.Exception, context.Response.HasStarted)
            || !ForwarderFailure.OutcomeOf(failure.Error, failure.Exception).HasNoAnswer()
            || !_lines.TryPass($"{facts.Route} {failure.Error}", out var left))
        {
            return;
        }

        var destination = context.Features.Get<IReverseProxyFeature>()?.ProxiedDestination?.DestinationId;
        ForwardingLog.Failed(
            logger, facts.Method, PathTemplate.Of(facts.Path), facts.Upstream, destination ?? "none", NameOf(failure), left);
    }

    private static string NameOf(IForwarderErrorFeature failure)
    {
        var name = failure.Error.ToString();
        var exception = failure.Exception is AggregateException several ? several.InnerException : failure.Exception;
        for (var depth = 0; exception is not null && depth < MaxInner; depth++, exception = exception.InnerException)
        {
            name += exception switch
            {
                HttpRequestException http => $", HttpRequestException {http.HttpRequestError}",
                SocketException socket => $", SocketException {socket.SocketErrorCode}",
                _ => ", " + exception.GetType().Name,
            };
        }

        return name;
    }
}
