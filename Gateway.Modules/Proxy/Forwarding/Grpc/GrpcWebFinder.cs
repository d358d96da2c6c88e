using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Gateway.Modules.Shared.Bodies;
using Gateway.Modules.Shared.Grpc;

namespace Gateway.Modules.Proxy.Forwarding.Grpc;

/// <summary>Finds the status that gRPC-Web puts into the body (<see cref="GrpcWebReader"/>); the error is the frame that has it.</summary>
internal sealed class GrpcWebFinder(bool isText, string? contentType) : BodyErrorFinder
{
    private readonly GrpcWebReader _reader = new(isText);

    /// <summary>How the call ended, as far as it has passed.</summary>
    public GrpcTrailers Trailers => _reader.Trailers;

    public override void Append(ReadOnlySpan<byte> bytes) => _reader.Append(bytes);

    public override CapturedBody? TakeError()
    {
        _reader.End();
        CapturedBody? error = null;
        if (GrpcStatusCode.IsError(Trailers.Status))
        {
            // Plain frames, whatever the answer's own variant.
            error = new CapturedBody(GrpcWebReader.LongestFrame, isText ? MediaTypes.GrpcWeb : contentType, contentEncoding: null);
            error.Append(_reader.Frame);
        }

        _reader.Release();
        return error;
    }
}
