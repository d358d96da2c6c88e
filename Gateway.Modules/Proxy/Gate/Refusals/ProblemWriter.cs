using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>Writes an answer of the gateway's own as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class ProblemWriter
{
    private const string ContentType = "application/problem+json";

    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public static async Task WriteAsync(HttpContext context, int status, byte[] problem)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = problem.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(problem, context.RequestAborted);
        }
    }
}
