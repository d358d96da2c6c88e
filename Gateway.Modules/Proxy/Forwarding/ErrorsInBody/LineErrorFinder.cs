using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>Finds the first line that is an error in an answer of one JSON value a line.</summary>
/// <remarks>Counts a last line without its end: an upstream that fails often says so and is gone.</remarks>
internal sealed class LineErrorFinder(BodyRule rule, int capacity) : BodyErrorFinder
{
    private PieceBuffer _line = new(capacity);
    private bool _found;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_found)
        {
            // A record separator begins each value of a JSON text sequence (RFC 7464).
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r', (byte)0x1E);
            _line.Append(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    public override CapturedBody? TakeError()
    {
        if (!_found)
        {
            EndLine();
        }

        var error = _found ? _line.ToError() : null;
        _line.Release();
        return error;
    }

    private void EndLine()
    {
        if (_line.Length > 0 && rule.IsError(_line.Bytes, JsonErrorPlace.Answer))
        {
            _found = true;
            return;
        }

        _line.Release();
    }
}
