using System.Globalization;
using System.Text.Json;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>Where a JSON object was found: what is an error in one place is an ordinary part of an answer in another.</summary>
internal enum JsonErrorPlace
{
    /// <summary>The answer itself, or one line of it.</summary>
    Answer,

    /// <summary>The data of one event of a stream.</summary>
    Event,

    /// <summary>One of many in an array, where an object with an <c>error</c> among other members is one result of many.</summary>
    Element,
}

/// <summary>
/// Tells whether a JSON object is an error: it has an <c>error</c> member that says something (an object or a text that is not
/// empty), it calls itself one (<c>"object":"error"</c>, <c>"type":"response.failed"</c>), or, as GraphQL answers do, has
/// <c>errors</c> and no <c>data</c> (GraphQL specification, October 2021, section 7.1). Errors beside data are a part of an answer and
/// no failure of the request. Codes in an envelope: <see cref="BusinessCode"/>.
/// </summary>
internal struct JsonError
{
    private readonly JsonErrorPlace _place;
    private readonly ErrorStatuses? _statuses;
    private BusinessCode _envelope;
    private bool _hasError;
    private bool _errorIsObject;
    private bool _hasErrors;
    private bool _hasData;
    private bool _hasMessage;
    private bool _hasMore;
    private bool _isObjectError;
    private bool _isTypeError;
    private bool _isFailedResponse;
    private bool _isFailedBase;

    private JsonError(JsonErrorPlace place, ErrorStatuses? statuses)
    {
        _place = place;
        _statuses = statuses;
    }

    /// <param name="json">UTF-8, may be cut off: it is judged by what is there.</param>
    /// <param name="statuses">Codes in an envelope count where such a status does; null where they are judged by other means.</param>
    public static bool IsIn(ReadOnlySpan<byte> json, JsonErrorPlace place, ErrorStatuses? statuses)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (!MayTell(json, statuses is not null))
        {
            return false;
        }

        try
        {
            return new JsonError(place, statuses).Read(new Utf8JsonReader(json, isFinalBlock: false, default));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Almost every answer ends here, without being parsed.</summary>
    private static bool MayTell(ReadOnlySpan<byte> json, bool codesTell) =>
        json.IndexOf("rror"u8) >= 0
        || json.IndexOf("response.failed"u8) >= 0
        || (codesTell && (json.IndexOf("ode\""u8) >= 0 || json.IndexOf("\"status\""u8) >= 0));

    private bool Read(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = JsonMembers.Of(ref reader);
            if (!reader.Read())
            {
                // What is cut off here could be anything.
                _hasMore = true;
                return Judge(isWhole: false);
            }

            Add(member, in reader);
            if (!reader.TrySkip())
            {
                return Judge(isWhole: false);
            }
        }

        return Judge(isWhole: reader.TokenType == JsonTokenType.EndObject);
    }

    private void Add(JsonMember member, in Utf8JsonReader value)
    {
        switch (member)
        {
            case JsonMember.Error:
                _hasError |= value.TokenType is JsonTokenType.String or JsonTokenType.StartObject or JsonTokenType.StartArray
                    && SaysSomething(value);
                _errorIsObject |= value.TokenType == JsonTokenType.StartObject;
                break;
            case JsonMember.Errors:
                _hasErrors |= value.TokenType == JsonTokenType.StartArray && SaysSomething(value);
                break;
            case JsonMember.Data:
                _hasData |= value.TokenType != JsonTokenType.Null;
                break;
            case JsonMember.Message:
                _hasMessage |= value.TokenType == JsonTokenType.String && SaysSomething(value);
                break;
            case JsonMember.Object:
                _isObjectError |= Is(in value, "error"u8);
                break;
            case JsonMember.Type:
                _isTypeError |= Is(in value, "error"u8);
                _isFailedResponse |= Is(in value, "response.failed"u8);
                break;
            case JsonMember.BaseResponse:
                _isFailedBase |= value.TokenType == JsonTokenType.StartObject && HasFailingCode(value);
                break;
            case JsonMember.Other:
                _hasMore = true;
                break;
        }

        _envelope.Add(member, in value);
    }

    private readonly bool Judge(bool isWhole)
    {
        var callsItselfOne = _isObjectError && (_hasMessage || _hasError);
        if (_place == JsonErrorPlace.Element)
        {
            return callsItselfOne || (_hasError && _errorIsObject && !_hasMore && !_hasData);
        }

        return _hasError
            || callsItselfOne
            || (_hasErrors && !_hasData)
            || (_place == JsonErrorPlace.Event && (_isFailedResponse || (_isTypeError && _hasMessage)))
            || (_statuses is not null && (_isFailedBase || (isWhole && _envelope.IsError(_statuses))));
    }

    private static bool Is(in Utf8JsonReader value, ReadOnlySpan<byte> text) =>
        value.TokenType == JsonTokenType.String && value.ValueTextEquals(text);

    /// <summary>Takes the reader by value: looking ahead must not move the caller's.</summary>
    private static bool SaysSomething(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => !reader.ValueSpan.IsEmpty,
        JsonTokenType.StartObject or JsonTokenType.StartArray =>
            reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray),
        _ => false,
    };

    /// <summary>A <c>base_resp</c> is there to say how the call went, whatever else the answer holds.</summary>
    private static bool HasFailingCode(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCode = JsonMembers.Of(ref reader) == JsonMember.Code;
            if (!reader.Read())
            {
                return false;
            }

            if (isCode && reader.TokenType == JsonTokenType.Number
                && long.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
                && code is not (0 or (>= 200 and < 300)))
            {
                return true;
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }
}
