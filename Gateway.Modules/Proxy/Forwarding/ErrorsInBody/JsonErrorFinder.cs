using Gateway.Modules.Shared.Bodies;


namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Copies the beginning of a JSON answer and judges it at its end. An array is gone through while it passes as well: it may be a long
/// answer in pieces, of which the last one is the error.
/// </summary>
internal sealed class JsonErrorFinder(BodyRule rule, CapturedBody captured) : BodyErrorFinder
{
    private readonly bool _isPlain = DecodedBody.IsPlain(captured.ContentEncoding);
    private JsonArrayScan _array = new(rule, captured.Capacity);
    private bool _begun;
    private bool _isArray;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        captured.Append(bytes);
        if (!_begun && WithoutLead(bytes) is [var first, ..])
        {
            _begun = true;
            _isArray = _isPlain && first == (byte)'[';
        }

        if (_isArray && !_array.Found)
        {
            _array.Append(bytes);
            if (_array.Found)
            {
            }
        }
    }

    public override CapturedBody? TakeError()
    {
        var error = _array.Take() ?? JudgeBeginning();
        if (!ReferenceEquals(error, captured))
        {
            captured.Dispose();
        }

        return error;
    }

    private CapturedBody? JudgeBeginning()
    {
        using var body = DecodedBody.Of(captured.Bytes, captured.ContentEncoding);
        var bytes = body.Bytes.Span;
        if (rule.IsError(bytes, JsonErrorPlace.Answer))
        {
            return captured;
        }

        if (_isArray || WithoutLead(bytes) is not [(byte)'[', ..])
        {
            return null;
        }

        var array = new JsonArrayScan(rule, captured.Capacity);
        array.Append(bytes);
        return array.Take();
    }

    private static ReadOnlySpan<byte> WithoutLead(ReadOnlySpan<byte> bytes) => bytes.TrimStart("\uFEFF \t\r\n"u8);
}
