using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// The peer of a connection before a trusted proxy's <c>X-Forwarded-For</c> put the client in its place; there only where some proxy is
/// trusted. Once a trusted proxy has named the client, what is left in the header is what the client itself sent.
/// </summary>
internal sealed record ForwardingPeer(IPAddress? Address)
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string Forwarded = "Forwarded";

    public static Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(new ForwardingPeer(context.Connection.RemoteIpAddress));
        return next(context);
    }

    /// <summary>Whether the request comes through a proxy, and nobody whose word counts says for whom.</summary>
    public static bool IsUnknownProxy(HttpContext context)
    {
        var headers = context.Request.Headers;
        return (headers.ContainsKey(ForwardedFor) || headers.ContainsKey(Forwarded)) && !IsNamed(context);
    }

    private static bool IsNamed(HttpContext context) =>
        context.Features.Get<ForwardingPeer>() is { } peer && !ReferenceEquals(peer.Address, context.Connection.RemoteIpAddress);
}
