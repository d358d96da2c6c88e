using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Modules.Proxy.Forwarding.Grpc;

/// <summary>
/// The status of a gRPC answer, from its trailers or, in a trailers-only answer, from its headers
/// (gRPC over HTTP/2, "Responses").
/// </summary>
internal static class GrpcAnswer
{
    /// <summary>Stands for an answer that is not gRPC, or that ended without a status.</summary>
    public const int None = -1;

    public const string ContentType = "application/grpc";
    public const string WebContentType = "application/grpc-web";

    public static bool IsGrpc(string? contentType) =>
        contentType is not null && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);

    public static bool IsWeb(string? contentType) =>
        contentType is not null && contentType.StartsWith(WebContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its frames are in Base64.</summary>
    public static bool IsWebText(string? contentType) =>
        contentType is not null && contentType.StartsWith(WebContentType + "-text", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the status once the answer is complete.</summary>
    public static int StatusOf(HttpContext context, out string? message)
    {
        message = null;
        if (!IsGrpc(context.Response.ContentType))
        {
            return None;
        }

        var headers = context.Response.Headers;
        if (headers.GrpcStatus.Count == 0 && context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { } trailers)
        {
            headers = trailers;
        }

        if (!int.TryParse(headers.GrpcStatus.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return None;
        }

        message = headers.GrpcMessage.Count > 0 ? Uri.UnescapeDataString(headers.GrpcMessage.ToString()) : null;
        return status;
    }

    /// <summary>Reads the status from trailers in the form of header lines, as gRPC-Web has them in its body.</summary>
    public static int StatusIn(ReadOnlySpan<byte> trailers, out string? message)
    {
        var status = None;
        message = null;
        foreach (var line in Encoding.UTF8.GetString(trailers).AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var value = line[(colon + 1)..].Trim();
            if (line[..colon].Trim().Equals("grpc-status", StringComparison.OrdinalIgnoreCase))
            {
                status = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : status;
            }
            else if (line[..colon].Trim().Equals("grpc-message", StringComparison.OrdinalIgnoreCase))
            {
                message = Uri.UnescapeDataString(value.ToString());
            }
        }

        return status;
    }

    /// <summary>
    /// Whether a complete answer must have had a status in its headers or trailers. gRPC-Web keeps it in the body, and where the
    /// client's connection has no trailers it was lost on the way.
    /// </summary>
    public static bool OwesStatus(HttpContext context) =>
        context.Response.ContentType is { } type
        && IsGrpc(type)
        && !IsWeb(type)
        && context.Features.Get<IHttpResponseTrailersFeature>() is not null;

    /// <summary>
    /// UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE and DATA_LOSS. The others say what the caller asked for.
    /// </summary>
    public static bool IsError(int status) => status is 2 or 4 or 8 or 13 or 14 or 15;
}
