using Gateway.Modules.Shared.Bodies;
using Gateway.Modules.Shared.Grpc;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>Takes status and message from the trailers that gRPC-Web puts into the body.</summary>
internal static class GrpcWebExtraction
{
    /// <summary>The error's text, empty where the body has no trailers, was cut before them or tells of success.</summary>
    public static string Read(ReadOnlySpan<byte> body, string? contentType)
    {
        var reader = new GrpcWebReader(MediaTypes.IsGrpcWebText(contentType));
        reader.Append(body);
        reader.End();
        reader.Release();
        return reader.Trailers is { Status: > 0 } trailers ? StatusText.OfGrpc(trailers.Status, trailers.Message) : "";
    }
}
