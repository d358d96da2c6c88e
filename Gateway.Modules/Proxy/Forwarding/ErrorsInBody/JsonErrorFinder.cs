using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>Copies the beginning of a JSON answer and judges it at its end.</summary>
internal sealed class JsonErrorFinder(CapturedBody captured) : BodyErrorFinder
{
    public override void Append(ReadOnlySpan<byte> bytes) => captured.Append(bytes);

    public override CapturedBody? TakeError()
    {
        using (var body = DecodedBody.Of(captured.Bytes, captured.ContentEncoding))
        {
            if (JsonError.IsIn(body.Bytes.Span))
            {
                return captured;
            }
        }

        captured.Dispose();
        return null;
    }
}
