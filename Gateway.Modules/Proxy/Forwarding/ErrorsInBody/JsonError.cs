using System.Text.Json;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Tells whether a JSON object is an error: it has an <c>error</c> member that says something (an object or a text that is not
/// empty), or, as GraphQL answers do, <c>errors</c> and no <c>data</c> (GraphQL specification, October 2021, section 7.1).
/// Errors beside data are a part of an answer and no failure of the request.
/// </summary>
internal static class JsonError
{
    /// <param name="json">UTF-8, may be cut off: it is judged by what is there.</param>
    public static bool IsIn(ReadOnlySpan<byte> json)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;

        // Almost every answer ends here, without being parsed.
        if (json.IndexOf("\"error"u8) < 0)
        {
            return false;
        }

        try
        {
            return HasError(new Utf8JsonReader(json, isFinalBlock: false, default));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool HasError(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var hasErrors = false;
        var hasData = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isError = reader.ValueTextEquals("error"u8);
            var isErrors = reader.ValueTextEquals("errors"u8);
            var isData = reader.ValueTextEquals("data"u8);
            if (!reader.Read())
            {
                break;
            }

            if (isError && SaysSomething(reader))
            {
                return true;
            }

            hasErrors |= isErrors && reader.TokenType == JsonTokenType.StartArray && SaysSomething(reader);
            hasData |= isData && reader.TokenType != JsonTokenType.Null;
            if (!reader.TrySkip())
            {
                break;
            }
        }

        return hasErrors && !hasData;
    }

    /// <summary>Takes the reader by value: looking ahead must not move the caller's.</summary>
    private static bool SaysSomething(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => !reader.ValueSpan.IsEmpty,
        JsonTokenType.StartObject or JsonTokenType.StartArray =>
            reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray),
        _ => false,
    };
}
