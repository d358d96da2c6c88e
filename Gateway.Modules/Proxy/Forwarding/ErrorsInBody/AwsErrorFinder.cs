using System.Buffers.Binary;
using System.Text.Json;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Finds the first exception or error in an AWS event stream: a prelude of 12 bytes (length of the message, length of its headers,
/// checksum), headers, payload, checksum (Amazon Transcribe developer guide, "Event stream encoding"). Skips all other payloads.
/// The error's text is made JSON, so that its kind and its message are told apart.
/// </summary>
internal sealed class AwsErrorFinder(int capacity) : BodyErrorFinder
{
    private const int PreludeLength = 12;
    private const int ChecksumLength = 4;

    /// <summary>The headers of real messages have a tenth of this; what goes beyond is no stream of this kind.</summary>
    private const int LongestHead = PreludeLength + 2048;

    private readonly byte[] _head = new byte[LongestHead];
    private PieceBuffer _payload = new(capacity);
    private int _headLength;
    private int _headEnd = PreludeLength;
    private long _payloadLeft;
    private long _toSkip;
    private AwsEventHeaders _headers;
    private State _state;

    private enum State
    {
        Head,
        Payload,
        Skipped,
        Found,

        /// <summary>The bytes are no event stream: nothing more is looked at.</summary>
        Broken,
    }

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _state < State.Found)
        {
            var taken = _state switch
            {
                State.Head => AddToHead(bytes),
                State.Payload => AddToPayload(bytes),
                _ => Skip(bytes),
            };
            bytes = bytes[taken..];
        }
    }

    public override CapturedBody? TakeError()
    {
        // An upstream that fails often says so and is gone: an exception that is cut short is still one.
        var error = _state is State.Found or State.Payload ? ToError() : null;
        _payload.Release();
        return error;
    }

    private int AddToHead(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, _headEnd - _headLength);
        bytes[..taken].CopyTo(_head.AsSpan(_headLength));
        _headLength += taken;
        if (_headLength == _headEnd)
        {
            EndHead();
        }

        return taken;
    }

    private void EndHead()
    {
        var total = BinaryPrimitives.ReadUInt32BigEndian(_head);
        var headers = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
        if (headers > LongestHead - PreludeLength || total < PreludeLength + headers + ChecksumLength)
        {
            _state = State.Broken;
            return;
        }

        if (_headLength < PreludeLength + (int)headers)
        {
            _headEnd = PreludeLength + (int)headers;
            return;
        }

        _payloadLeft = total - PreludeLength - headers - ChecksumLength;
        _headers = AwsEventHeaders.Read(_head.AsSpan(PreludeLength, (int)headers));
        _headLength = 0;
        _headEnd = PreludeLength;
        if (!_headers.IsError)
        {
            _toSkip = _payloadLeft + ChecksumLength;
            _state = State.Skipped;
            return;
        }

        _state = State.Payload;
        AddToPayload([]);
    }

    private int AddToPayload(ReadOnlySpan<byte> bytes)
    {
        var taken = (int)Math.Min(bytes.Length, _payloadLeft);
        _payload.Append(bytes[..taken]);
        _payloadLeft -= taken;
        if (_payloadLeft == 0)
        {
            _state = State.Found;
        }

        return taken;
    }

    private int Skip(ReadOnlySpan<byte> bytes)
    {
        var taken = (int)Math.Min(bytes.Length, _toSkip);
        _toSkip -= taken;
        if (_toSkip == 0)
        {
            _state = State.Head;
        }

        return taken;
    }

    private CapturedBody ToError()
    {
        var error = new CapturedBody(capacity, MediaTypes.Json, contentEncoding: null);
        error.Append("{\"type\":\""u8);
        error.Append(JsonEncodedText.Encode(_headers.Kind).EncodedUtf8Bytes);
        var isObject = _payload.Bytes is [(byte)'{', ..];
        error.Append(isObject ? "\",\"error\":"u8 : "\",\"message\":\""u8);
        if (isObject)
        {
            error.Append(_payload.Bytes);
        }
        else
        {
            var text = _payload.Length > 0 ? System.Text.Encoding.UTF8.GetString(_payload.Bytes) : _headers.Message;
            error.Append(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
            error.Append("\""u8);
        }

        error.Append("}"u8);
        return error;
    }
}
