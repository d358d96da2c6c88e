using System.Globalization;
using System.Text;

namespace Gateway.Modules.Shared.Grpc;

/// <summary>
/// A <c>grpc-message</c> on its way: UTF-8 with everything but printable ASCII, and the percent sign, percent-encoded (gRPC over HTTP/2,
/// "Responses"). It is decoded where it is read, and nowhere else: a message of ours is always as it is meant.
/// </summary>
internal static class GrpcMessage
{
    public static string Decode(ReadOnlySpan<char> value) => Uri.UnescapeDataString(value);

    public static string Encode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return text.ToString();
    }
}
