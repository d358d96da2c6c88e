using System.Text;

namespace Gateway.Modules.Shared.Grpc;

/// <summary>How a gRPC call ended.</summary>
/// <param name="Status"><see cref="GrpcStatusCode.None"/> where the trailers have none.</param>
/// <param name="Message">As it is meant, no longer encoded.</param>
internal readonly record struct GrpcTrailers(int Status, string? Message)
{
    public static readonly GrpcTrailers Nothing = new(GrpcStatusCode.None, null);

    /// <summary>Reads trailers in the form of header lines, as gRPC-Web has them in its body.</summary>
    public static GrpcTrailers Read(ReadOnlySpan<byte> lines)
    {
        var trailers = Nothing;
        foreach (var line in Encoding.UTF8.GetString(lines).AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var name = line[..colon].Trim();
            var value = line[(colon + 1)..].Trim();
            if (name.Equals("grpc-status", StringComparison.OrdinalIgnoreCase))
            {
                trailers = trailers with { Status = GrpcStatusCode.Parse(value) is >= 0 and var status ? status : trailers.Status };
            }
            else if (name.Equals("grpc-message", StringComparison.OrdinalIgnoreCase))
            {
                trailers = trailers with { Message = GrpcMessage.Decode(value) };
            }
        }

        return trailers;
    }
}
