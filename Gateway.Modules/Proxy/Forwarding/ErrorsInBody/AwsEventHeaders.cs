using System.Buffers.Binary;
using System.Text;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// What the headers of one message of an AWS event stream say about errors: <c>:message-type</c> is <c>exception</c> or <c>error</c>.
/// A header is a name's length, the name, the value's type and the value.
/// </summary>
/// <param name="Kind">The exception's type or the error's code.</param>
/// <param name="Message">The error's message; an exception has it in its payload.</param>
internal readonly record struct AwsEventHeaders(bool IsError, string Kind, string Message)
{
    private const byte Bytes = 6;
    private const byte Text = 7;

    /// <summary>Lengths of the values whose types have one, by type: true, false, byte, short, integer, long, and after the two with a
    /// length of their own timestamp and UUID.</summary>
    private static ReadOnlySpan<byte> FixedLengths => [0, 0, 1, 2, 4, 8, 0, 0, 8, 16];

    public static AwsEventHeaders Read(ReadOnlySpan<byte> headers)
    {
        var read = new AwsEventHeaders(false, "", "");
        while (TryTake(ref headers, out var name, out var value))
        {
            if (name.SequenceEqual(":message-type"u8))
            {
                read = read with { IsError = value.SequenceEqual("exception"u8) || value.SequenceEqual("error"u8) };
            }
            else if (name.SequenceEqual(":exception-type"u8) || name.SequenceEqual(":error-code"u8))
            {
                read = read with { Kind = Encoding.UTF8.GetString(value) };
            }
            else if (name.SequenceEqual(":error-message"u8))
            {
                read = read with { Message = Encoding.UTF8.GetString(value) };
            }
        }

        return read;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> headers, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (headers.IsEmpty || headers.Length < headers[0] + 2)
        {
            return false;
        }

        name = headers.Slice(1, headers[0]);
        var type = headers[name.Length + 1];
        headers = headers[(name.Length + 2)..];
        var prefix = type is Bytes or Text ? 2 : 0;
        if (type >= FixedLengths.Length || headers.Length < prefix)
        {
            return false;
        }

        var length = prefix > 0 ? BinaryPrimitives.ReadUInt16BigEndian(headers) : FixedLengths[type];
        if (headers.Length < prefix + length)
        {
            return false;
        }

        value = headers.Slice(prefix, length);
        headers = headers[(prefix + length)..];
        return true;
    }
}
