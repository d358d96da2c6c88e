using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes status and message from the trailers that gRPC-Web puts into the body's last frame (grpc/PROTOCOL-WEB): a byte with its
/// highest bit set, four bytes of length, then header lines. The text variant is the same in Base64.
/// </summary>
internal static class GrpcWebExtraction
{
    private const int FrameHead = 5;
    private const byte TrailerFlag = 0x80;

    public static bool IsGrpcWeb(string? contentType) =>
        contentType is not null && contentType.StartsWith("application/grpc-web", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error's text, empty where the body has no trailers, was cut before them or tells of success.</summary>
    public static string Read(ReadOnlySpan<byte> body, string contentType)
    {
        if (!contentType.Contains("-text", StringComparison.OrdinalIgnoreCase))
        {
            return ReadFrames(body);
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        Base64.DecodeFromUtf8(body, decoded, out _, out var length);
        return ReadFrames(decoded.AsSpan(0, length));
    }

    private static string ReadFrames(ReadOnlySpan<byte> body)
    {
        while (body.Length > FrameHead)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(body[1..]), (uint)(body.Length - FrameHead));
            var frame = body.Slice(FrameHead, length);
            if ((body[0] & TrailerFlag) != 0)
            {
                return ReadTrailers(Encoding.UTF8.GetString(frame));
            }

            body = body[(FrameHead + length)..];
        }

        return "";
    }

    private static string ReadTrailers(string trailers)
    {
        var status = 0;
        var message = "";
        foreach (var line in trailers.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var value = line[(colon + 1)..].Trim();
            if (line[..colon].Equals("grpc-status", StringComparison.OrdinalIgnoreCase))
            {
                _ = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out status);
            }
            else if (line[..colon].Equals("grpc-message", StringComparison.OrdinalIgnoreCase))
            {
                message = value.ToString();
            }
        }

        return status > 0 ? StatusText.OfGrpc(status, message) : "";
    }
}
