namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// An answer written down as JSON, <c>{"statusCode":500,"headers":{},"body":"{...}"}</c>, as functions hand it to the gateway in front of
/// them. A <c>body</c> carries what was sent, unless a status is beside it and the text in it is itself an error's.
/// </summary>
internal sealed class AnswerInBody
{
    private bool _hasStatus;
    private bool _isBody;
    private string _body = "";
    private string? _told;

    /// <summary>The name of the outermost field that comes next; empty where it is inside another.</summary>
    public void Meet(ReadOnlySpan<byte> name)
    {
        _hasStatus |= name.SequenceEqual("statusCode"u8);
        _isBody = name.SequenceEqual("body"u8);
    }

    /// <summary>The text of the field met last.</summary>
    public void Add(string value) => _body = _isBody ? value : _body;

    /// <summary>What the answer tells, or empty.</summary>
    public string Read(int status)
    {
        if (_told is null && _hasStatus && _body.Length > 0)
        {
            var told = QuotedAnswer.Read(_body, status, out var isAnswer);
            _told = isAnswer ? told : "";
        }

        return _told ?? "";
    }
}
