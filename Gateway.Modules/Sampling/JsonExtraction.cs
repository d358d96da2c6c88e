using System.Text;
using System.Text.Json;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Takes the fields of a JSON error that say what went wrong: codes and messages, wherever the usual shapes put them (problem+json
/// RFC 9457, GraphQL, OpenAI, Anthropic, Google, Spring, AWS). One pass over the tokens; a body cut short gives what came before the cut.
/// </summary>
internal static class JsonExtraction
{
    private const int MaxDepth = 32;

    /// <summary>
    /// The error's text, empty where no field tells. False where the body turned out not to be JSON, or was cut short, before
    /// anything was found: then its plain text may still say something.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> body, int status, out string text)
    {
        var findings = new JsonFindings(status);
        var isWhole = false;
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions
        {
            MaxDepth = MaxDepth,
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            AllowMultipleValues = true,
        }));
        try
        {
            var name = Walk(ref reader, findings);
            AddCutText(body[(int)reader.BytesConsumed..], reader.TokenType, name, findings);
            isWhole = reader.CurrentDepth == 0 && reader.BytesConsumed == body.Length && reader.TokenType != JsonTokenType.None;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Invalid from here on (or a string that is no valid UTF-16): what was found so far is kept.
        }

        text = findings.ToString();
        return isWhole || text.Length > 0;
    }

    /// <summary>A copy that ends inside a string still has its beginning.</summary>
    private static void AddCutText(ReadOnlySpan<byte> rest, JsonTokenType last, JsonName name, JsonFindings findings)
    {
        rest = rest.TrimStart(" :,\t\r\n"u8);
        if (last == JsonTokenType.PropertyName && rest.Length > 1 && rest[0] == '"' && name != JsonName.Envelope)
        {
            findings.AddText(name, WithoutEscapes(Encoding.UTF8.GetString(rest[1..])));
        }
    }

    private static string WithoutEscapes(string text) =>
        text.Contains('\\') ? text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal) : text;

    /// <summary>Returns the name that was read last.</summary>
    private static JsonName Walk(ref Utf8JsonReader reader, JsonFindings findings)
    {
        // The name that each container was given, by depth; an array's items go by the array's name.
        var names = new JsonName[MaxDepth + 1];
        var name = JsonName.Root;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = JsonNames.Of(ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when name is JsonName.Envelope or JsonName.Trace:
                    if (!reader.TrySkip())
                    {
                        return JsonName.Envelope;
                    }

                    name = NameAbove(names, reader.CurrentDepth);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // Validation errors come as lists by field: {"errors": {"name": ["is required"]}}.
                    var isFieldErrors = name is JsonName.Other or JsonName.TypeName && reader.TokenType == JsonTokenType.StartArray && NameAbove(names, reader.CurrentDepth) == JsonName.Error;
                    name = isFieldErrors ? JsonName.Detail : name;
                    names[reader.CurrentDepth + 1] = name;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    name = NameAbove(names, reader.CurrentDepth);
                    break;
                case JsonTokenType.String:
                    findings.AddText(name, reader.GetString() ?? "");
                    name = NameAbove(names, reader.CurrentDepth);
                    break;
                case JsonTokenType.Number:
                    findings.AddNumber(name, reader.ValueSpan);
                    name = NameAbove(names, reader.CurrentDepth);
                    break;
                default:
                    name = NameAbove(names, reader.CurrentDepth);
                    break;
            }
        }

        return name;
    }

    private static JsonName NameAbove(JsonName[] names, int depth) => names[Math.Min(depth, MaxDepth)];
}
