using System.Globalization;
using Gateway.Modules.Shared.Bodies;
using Gateway.Modules.Shared.Grpc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Modules.Proxy.Forwarding.Grpc;

/// <summary>
/// A gRPC answer on its way to the client: its end stands in the trailers or, in a trailers-only answer, in the headers (gRPC over HTTP/2,
/// "Responses").
/// </summary>
internal static class GrpcAnswer
{
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";

    /// <summary>Reads how the call ended, once the answer is complete.</summary>
    public static GrpcTrailers TrailersOf(HttpContext context)
    {
        if (!MediaTypes.IsGrpc(context.Response.ContentType))
        {
            return GrpcTrailers.Nothing;
        }

        var headers = context.Response.Headers;
        if (headers.GrpcStatus.Count == 0 && context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers)
        {
            headers = trailers;
        }

        var status = GrpcStatusCode.Parse(headers.GrpcStatus.ToString());
        return status == GrpcStatusCode.None
            ? GrpcTrailers.Nothing
            : new(status, headers.GrpcMessage.Count > 0 ? GrpcMessage.Decode(headers.GrpcMessage.ToString()) : null);
    }

    /// <summary>
    /// Whether a complete answer must have had a status in its headers or trailers. gRPC-Web keeps it in the body, and where the
    /// client's connection has no trailers it was lost on the way.
    /// </summary>
    public static bool OwesStatus(HttpContext context) =>
        MediaTypes.IsGrpc(context.Response.ContentType)
        && !MediaTypes.IsGrpcWeb(context.Response.ContentType)
        && context.Features.Get<IHttpResponseTrailersFeature>() is not null;

    /// <summary>Writes an answer of the gateway's own, trailers-only: its status stands among the headers.</summary>
    public static void Write(HttpResponse response, int status, string message)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaTypes.Grpc;
        response.Headers[StatusHeader] = status.ToString(CultureInfo.InvariantCulture);
        response.Headers[MessageHeader] = GrpcMessage.Encode(message);
    }
}
