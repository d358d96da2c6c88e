using System.Buffers.Binary;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Modules.Proxy.Forwarding.Grpc;

/// <summary>
/// Finds the status that gRPC-Web puts into the body's last frame (grpc/PROTOCOL-WEB): a byte with its highest bit set, four bytes of
/// length, then header lines. Goes from frame to frame by their lengths and keeps of the messages nothing. In the text variant the
/// bytes are Base64, in pieces that may each have their own padding.
/// </summary>
internal sealed class GrpcWebFinder(bool isText, string? contentType) : BodyErrorFinder
{
    private const int HeadLength = 5;
    private const byte TrailerFlag = 0x80;
    private const byte CompressedFlag = 0x01;

    /// <summary>Most bytes kept of the trailers: a status and a message.</summary>
    private const int LongestTrailers = 8 * 1024;

    private readonly byte[] _head = new byte[HeadLength];
    private Base64Quads _quads;
    private int _headLength;
    private long _frameLeft;
    private PieceBuffer _trailers = new(HeadLength + LongestTrailers);
    private bool _inTrailers;
    private bool _done;

    /// <summary>The status; <see cref="GrpcAnswer.None"/> until it has passed.</summary>
    public int Status { get; private set; } = GrpcAnswer.None;

    public string? Message { get; private set; }

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        if (!isText)
        {
            AddFrames(bytes);
            return;
        }

        Span<byte> plain = stackalloc byte[Base64Quads.MostPlain];
        while (!bytes.IsEmpty && !_done)
        {
            var length = _quads.Decode(ref bytes, plain);
            AddFrames(plain[..length]);
        }
    }

    public override CapturedBody? TakeError()
    {
        if (_inTrailers && !_done)
        {
            EndTrailers();
        }

        // Plain frames, whatever the answer's own variant: the copy is never in Base64.
        CapturedBody? error = null;
        if (GrpcAnswer.IsError(Status))
        {
            error = new CapturedBody(HeadLength + LongestTrailers, isText ? GrpcAnswer.WebContentType : contentType, contentEncoding: null);
            error.Append(_trailers.Bytes);
        }

        _trailers.Release();
        return error;
    }

    private void AddFrames(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_done)
        {
            int taken;
            if (_headLength < HeadLength)
            {
                taken = Math.Min(bytes.Length, HeadLength - _headLength);
                bytes[..taken].CopyTo(_head.AsSpan(_headLength));
                _headLength += taken;
                BeginFrame();
            }
            else
            {
                taken = (int)Math.Min(bytes.Length, _frameLeft);
                _frameLeft -= taken;
                if (_inTrailers)
                {
                    _trailers.Append(bytes[..taken]);
                }
            }

            EndFrame();
            bytes = bytes[taken..];
        }
    }

    private void BeginFrame()
    {
        if (_headLength < HeadLength)
        {
            return;
        }

        _frameLeft = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(1));
        _inTrailers = (_head[0] & TrailerFlag) != 0;
        if (_inTrailers)
        {
            _trailers.Append(_head);
        }
    }

    private void EndFrame()
    {
        if (_headLength < HeadLength || _frameLeft > 0)
        {
            return;
        }

        _headLength = 0;
        if (_inTrailers)
        {
            EndTrailers();
        }
    }

    private void EndTrailers()
    {
        _done = true;
        if ((_head[0] & CompressedFlag) != 0)
        {
            return;
        }

        Status = GrpcAnswer.StatusIn(_trailers.Bytes[HeadLength..], out var message);
        Message = message;
        if (GrpcAnswer.IsError(Status))
        {
        }
    }
}
