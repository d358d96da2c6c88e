using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Finds the first error event of a stream of server-sent events (WHATWG HTML, section 9.2.6): one named as errors are
/// (<see cref="ErrorEvents"/>), or one whose
/// data is an error by the route's rule. Goes through the bytes once, whatever the pieces they come in. A line is never kept whole:
/// its first bytes tell the field, and of the fields only the event's name and its data are kept, the data up to the capacity and in
/// a buffer that is rented for the length of one event, so that a silent stream holds none.
/// </summary>
/// <remarks>
/// Unlike a browser, counts an event that the end of the stream cuts off: an upstream that fails often says so and is gone.
/// </remarks>
internal sealed class EventStreamErrorFinder(BodyRule rule, int capacity) : BodyErrorFinder
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Enough for a byte order mark, the longest field's name, its colon and the space after it.</summary>
    private const int HeadLength = 10;

    private readonly byte[] _head = new byte[HeadLength];
    private readonly byte[] _name = new byte[ErrorEvents.LongestName + 1];
    private int _headLength;
    private int _nameLength;
    private Field _field;
    private PieceBuffer _data = new(capacity);
    private bool _dataBegun;
    private bool _firstLine = true;
    private bool _afterCarriageReturn;
    private bool _found;

    private enum Field
    {
        NotYetKnown,
        Name,
        Data,
        Other,
    }

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_found)
        {
            if (_afterCarriageReturn && bytes[0] == LineFeed)
            {
                _afterCarriageReturn = false;
                bytes = bytes[1..];
                continue;
            }

            var end = bytes.IndexOfAny(LineFeed, CarriageReturn);
            _afterCarriageReturn = end >= 0 && bytes[end] == CarriageReturn;
            AddToLine(end < 0 ? bytes : bytes[..end]);
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
        if (!_found && _headLength > 0)
        {
            EndLine();
        }

        if (!_found)
        {
            EndEvent();
        }

        var error = _found ? _data.ToError() : null;
        _data.Release();
        return error;
    }

    private void AddToLine(ReadOnlySpan<byte> part)
    {
        if (_field == Field.NotYetKnown)
        {
            var taken = Math.Min(part.Length, HeadLength - _headLength);
            part[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            part = part[taken..];
            if (_headLength < HeadLength)
            {
                return;
            }

            ReadHead();
        }

        AddToField(part);
    }

    private void EndLine()
    {
        if (_headLength == 0)
        {
            EndEvent();
            return;
        }

        if (_field == Field.NotYetKnown)
        {
            ReadHead();
        }

        _field = Field.NotYetKnown;
        _headLength = 0;
    }

    private void ReadHead()
    {
        ReadOnlySpan<byte> head = _head.AsSpan(0, _headLength);
        if (_firstLine && head.StartsWith("\uFEFF"u8))
        {
            head = head[3..];
        }

        _firstLine = false;
        if (head.StartsWith("data:"u8))
        {
            _field = Field.Data;
            BeginData();
            AddToField(WithoutSpace(head["data:".Length..]));
        }
        else if (head.StartsWith("event:"u8))
        {
            _field = Field.Name;
            _nameLength = 0;
            AddToField(WithoutSpace(head["event:".Length..]));
        }
        else
        {
            _field = Field.Other;
        }
    }

    private static ReadOnlySpan<byte> WithoutSpace(ReadOnlySpan<byte> value) => value.StartsWith(" "u8) ? value[1..] : value;

    /// <summary>Lines of data are one text, with line feeds between them.</summary>
    private void BeginData()
    {
        if (_dataBegun)
        {
            _data.Append("\n"u8);
        }

        _dataBegun = true;
    }

    private void AddToField(ReadOnlySpan<byte> value)
    {
        if (_field == Field.Data)
        {
            _data.Append(value);
        }
        else if (_field == Field.Name)
        {
            var taken = Math.Min(value.Length, _name.Length - _nameLength);
            value[..taken].CopyTo(_name.AsSpan(_nameLength));
            _nameLength += taken;
        }
    }

    private void EndEvent()
    {
        if (_data.Length > 0 && (ErrorEvents.IsError(_name.AsSpan(0, _nameLength)) || rule.IsError(_data.Bytes, JsonErrorPlace.Event)))
        {
            _found = true;
            return;
        }

        _data.Release();
        _dataBegun = false;
        _nameLength = 0;
    }
}
