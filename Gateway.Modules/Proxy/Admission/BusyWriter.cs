using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Gate.Refusals;
using Gateway.Modules.Shared.Bodies;
using Gateway.Modules.Shared.Grpc;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Admission;

/// <summary>Answers a request that found no room: its destination is busy, or its principal has its share of it.</summary>
internal sealed class BusyWriter(CorsMemory cors)
{
    private const string Type = Refusal.TypePrefix + "busy";
    private const string Title = "Refused: too many requests are in flight";
    private const string Detail = "The destination is busy, or this client already has its share of it. The request was not sent.";
    private const string RetryAfterSeconds = "1";

    /// <summary>Writes the whole answer. Call it before the response has started.</summary>
    public Task WriteAsync(HttpContext context, string routeId)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        cors.AddTo(context, routeId);
        response.Headers.RetryAfter = RetryAfterSeconds;
        if (MediaTypes.IsGrpc(context.Request.ContentType))
        {
            GrpcAnswer.Write(response, GrpcStatusCode.Unavailable, Title);
            return Task.CompletedTask;
        }

        var problem = new BusyProblem(Type, Title, StatusCodes.Status503ServiceUnavailable, Detail, ProblemWriter.TraceIdOf(context));
        return ProblemWriter.WriteAsync(
            context, problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, BusyJsonContext.Default.BusyProblem));
    }
}

/// <summary>The body of a "busy" answer, RFC 9457.</summary>
internal sealed record BusyProblem(string Type, string Title, int Status, string Detail, string TraceId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BusyProblem))]
internal sealed partial class BusyJsonContext : JsonSerializerContext;
