using System.Buffers.Binary;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Shared.Grpc;

/// <summary>
/// Finds the trailers that gRPC-Web puts into the body's last frame (grpc/PROTOCOL-WEB): a byte with its highest bit set, four bytes of
/// length, then header lines. Goes from frame to frame by their lengths, whatever the pieces they come in, and keeps of the messages
/// nothing.
/// In the text variant the bytes are Base64, in pieces that may each have their own padding.
/// </summary>
internal sealed class GrpcWebReader(bool isText)
{
    /// <summary>Most bytes of the frame with the trailers that are kept: a status and a message.</summary>
    public const int LongestFrame = HeadLength + (8 * 1024);

    private const int HeadLength = 5;
    private const byte TrailerFlag = 0x80;
    private const byte CompressedFlag = 0x01;

    private readonly byte[] _head = new byte[HeadLength];
    private Base64Quads _quads;
    private int _headLength;
    private long _frameLeft;
    private PieceBuffer _frame = new(LongestFrame);
    private bool _inTrailers;

    /// <summary>Whether the trailers have passed; nothing after them is looked at.</summary>
    public bool IsDone { get; private set; }

    public GrpcTrailers Trailers { get; private set; } = GrpcTrailers.Nothing;

    /// <summary>The frame with the trailers, its head included and never in Base64; until <see cref="Release"/>.</summary>
    public ReadOnlySpan<byte> Frame => _frame.Bytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!isText)
        {
            AddFrames(bytes);
            return;
        }

        Span<byte> plain = stackalloc byte[Base64Quads.MostPlain];
        while (!bytes.IsEmpty && !IsDone)
        {
            var length = _quads.Decode(ref bytes, plain);
            AddFrames(plain[..length]);
        }
    }

    /// <summary>Called at the body's end: trailers that were cut off still tell what they tell.</summary>
    public void End()
    {
        if (_inTrailers && !IsDone)
        {
            EndTrailers();
        }
    }

    public void Release() => _frame.Release();

    private void AddFrames(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !IsDone)
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
                    _frame.Append(bytes[..taken]);
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
            _frame.Append(_head);
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
        IsDone = true;
        if ((_head[0] & CompressedFlag) == 0)
        {
            Trailers = GrpcTrailers.Read(_frame.Bytes[HeadLength..]);
        }
    }
}
