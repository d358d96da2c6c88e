using System.Buffers;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Finds the first element that is an error in a JSON array of any length, as model servers send one answer in pieces. Goes through
/// the bytes once, whatever the pieces they come in; holds no more than the beginning of one element.
/// </summary>
internal struct JsonArrayScan(BodyRule rule, int capacity)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    private PieceBuffer _element = new(capacity);
    private int _depth;
    private bool _inText;
    private bool _escaped;

    public bool Found { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !Found)
        {
            var length = _escaped ? 1 : bytes.IndexOfAny(_inText ? InText : Structure) + 1;
            length = length == 0 ? bytes.Length : length;
            if (_escaped)
            {
                _escaped = false;
                Keep(bytes[..1]);
            }
            else
            {
                Pass(bytes[..length]);
            }

            bytes = bytes[length..];
        }
    }

    /// <summary>The element found; it belongs to the caller. To be called once, at the end.</summary>
    public CapturedBody? Take()
    {
        // The array's end may be missing where the upstream is gone after the error.
        if (!Found && _element.Length > 0)
        {
            EndElement();
        }

        var error = Found ? _element.ToError() : null;
        _element.Release();
        return error;
    }

    /// <param name="bytes">Up to and with the next byte that means something, or to the end of the piece.</param>
    private void Pass(ReadOnlySpan<byte> bytes)
    {
        switch (bytes[^1])
        {
            case (byte)'\\' when _inText:
                _escaped = true;
                Keep(bytes);
                break;
            case (byte)'"':
                _inText = !_inText;
                Keep(bytes);
                break;
            case (byte)'{' or (byte)'[' when !_inText:
                Open(bytes);
                break;
            case (byte)'}' or (byte)']' when !_inText:
                Keep(bytes);
                _depth--;
                if (_depth == 1)
                {
                    EndElement();
                }

                break;
            default:
                Keep(bytes);
                break;
        }
    }

    /// <summary>What stands between two elements belongs to neither.</summary>
    private void Open(ReadOnlySpan<byte> bytes)
    {
        _depth++;
        Keep(_depth == 2 ? bytes[^1..] : bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_depth >= 2)
        {
            _element.Append(bytes);
        }
    }

    private void EndElement()
    {
        Found = rule.IsError(_element.Bytes, JsonErrorPlace.Element);
        if (!Found)
        {
            _element.Release();
        }
    }
}
