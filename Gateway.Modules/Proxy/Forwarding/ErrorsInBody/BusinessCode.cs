using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Judges an envelope such as <c>{"code":500,"msg":"pool is exhausted","data":null}</c>, filled while its members are read. Many
/// healthy answers have a code too, so it is an error only where there is nothing but an envelope, nothing is in it, and its words
/// fit: a code that is an HTTP status counts where that status would, another one where the message tells of a failure.
/// </summary>
internal struct BusinessCode
{
    /// <summary>Bytes of a message that are looked at.</summary>
    private const int LongestMessage = 512;

    private static readonly SearchValues<string> FailingWords = SearchValues.Create(
        [
            "error", "fail", "exception", "timeout", "timed out", "unavailable", "overload", "exhaust", "refused", "could not",
            "rate limit",
            "too many", "too busy", "deadlock", "失败", "错误", "异常", "超时", "繁忙",
        ],
        StringComparison.OrdinalIgnoreCase);

    private long _code;
    private bool _hasMessage;
    private bool _messageFails;
    private bool _holdsMore;
    private bool _saysNothingCame;
    private bool _saysSuccess;

    /// <summary>The reader stands at the member's value.</summary>
    public void Add(JsonMember member, in Utf8JsonReader value)
    {
        switch (member)
        {
            case JsonMember.Code:
                AddCode(in value);
                break;
            case JsonMember.Message when value.TokenType == JsonTokenType.String && !value.ValueSpan.IsEmpty:
                _hasMessage = true;
                _messageFails |= Fails(in value);
                break;
            case JsonMember.Success:
                _saysSuccess |= value.TokenType == JsonTokenType.True;
                _saysNothingCame |= value.TokenType == JsonTokenType.False;
                break;
            case JsonMember.Data:
                var isEmpty = IsEmpty(value);
                _saysNothingCame |= isEmpty;
                _holdsMore |= !isEmpty;
                break;
            case JsonMember.Other or JsonMember.Object or JsonMember.Response or JsonMember.BaseResponse:
                _holdsMore |= value.TokenType != JsonTokenType.Null;
                break;
        }
    }

    /// <param name="statuses">Which HTTP statuses are errors.</param>
    public readonly bool IsError(ErrorStatuses statuses)
    {
        if (_holdsMore || _saysSuccess || !_hasMessage)
        {
            return false;
        }

        return _code switch
        {
            0 or (>= 100 and < 400) => false,
            >= 400 and < 600 => statuses.Contains((int)_code) && (_saysNothingCame || _messageFails),
            _ => _saysNothingCame && _messageFails,
        };
    }

    /// <summary>The first code that says something: a second one is often finer, seldom another opinion.</summary>
    private void AddCode(in Utf8JsonReader value)
    {
        if (_code == 0 && value.TokenType is JsonTokenType.Number or JsonTokenType.String
            && long.TryParse(value.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code))
        {
            _code = code;
        }
    }

    private static bool Fails(in Utf8JsonReader message)
    {
        Span<char> text = stackalloc char[LongestMessage];
        var bytes = message.ValueSpan;
        if (bytes.Length <= LongestMessage)
        {
            return text[..message.CopyString(text)].ContainsAny(FailingWords);
        }

        Encoding.UTF8.TryGetChars(bytes[..LongestMessage], text, out var length);
        return text[..length].ContainsAny(FailingWords);
    }

    /// <summary>Takes the reader by value: looking ahead must not move the caller's.</summary>
    private static bool IsEmpty(Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Null => true,
        JsonTokenType.String => value.ValueSpan.IsEmpty,
        JsonTokenType.StartObject or JsonTokenType.StartArray =>
            value.Read() && value.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray,
        _ => false,
    };
}
