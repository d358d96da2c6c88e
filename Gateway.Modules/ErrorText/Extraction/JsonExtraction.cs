using System.Text;
using System.Text.Json;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes the fields of a JSON error that say what went wrong: codes and messages, wherever the usual shapes put them (problem+json
/// RFC 9457, GraphQL, OpenAI, Anthropic, Google, Spring, AWS). One pass over the tokens; a body cut short gives what came before the cut.
/// </summary>
internal static class JsonExtraction
{
    private const int MaxDepth = JsonPlace.MaxDepth;

    /// <summary>
    /// The error's text, empty where no field tells. False where the body turned out not to be JSON: then its plain text may say something.
    /// JSON that was cut before anything was found says nothing, since what there is of it may be anybody's.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> body, int status, out string text)
    {
        var findings = Find(body, status, out var isWhole);
        text = findings.ToString();
        return isWhole || findings.HasNames || text.Length > 0;
    }

    /// <summary>
    /// As <see cref="TryRead"/>, but empty where only fields that nobody knows have a text: then the JSON need not be an error at all.
    /// </summary>
    /// <param name="body">The JSON.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="hasSent">Whether there are fields in it that carry what was sent.</param>
    public static string ReadTelling(ReadOnlySpan<byte> body, int status, out bool hasSent)
    {
        var findings = Find(body, status, out _);
        hasSent = findings.HasSent;
        return findings.Tells ? findings.ToString() : "";
    }

    private static JsonFindings Find(ReadOnlySpan<byte> body, int status, out bool isWhole)
    {
        var findings = new JsonFindings(status);
        isWhole = false;
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
            findings.HasNames = findings.HasSent || (findings.HasNames && reader.CurrentDepth >= MaxDepth);
        }

        findings.IsWhole = isWhole;
        return findings;
    }

    /// <summary>A copy that ends inside a string still has its beginning.</summary>
    private static void AddCutText(ReadOnlySpan<byte> rest, JsonTokenType last, JsonName name, JsonFindings findings)
    {
        rest = rest.TrimStart(" :,\t\r\n"u8);
        if (last == JsonTokenType.PropertyName && rest.Length > 1 && rest[0] == '"' && name != JsonName.Envelope)
        {
            findings.AddText(name, isListed: false, WithoutEscapes(Encoding.UTF8.GetString(rest[1..])));
        }
    }

    private static string WithoutEscapes(string text) =>
        text.Contains('\\') ? text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal) : text;

    /// <summary>Returns the name that was read last.</summary>
    private static JsonName Walk(ref Utf8JsonReader reader, JsonFindings findings)
    {
        var place = new JsonPlace();
        var name = JsonName.Root;
        while (reader.Read())
        {
            var depth = reader.CurrentDepth;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = JsonNames.Of(ref reader);
                    findings.Meet(name, depth == 1 ? reader.ValueSpan : []);
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    name = place.OfContainer(name, reader.TokenType == JsonTokenType.StartArray, depth);
                    if (name is JsonName.Envelope or JsonName.Sent)
                    {
                        if (!reader.TrySkip())
                        {
                            return JsonName.Envelope;
                        }

                        break;
                    }

                    continue;
                case JsonTokenType.String:
                    var value = reader.GetString() ?? "";
                    findings.AddText(place.OfText(name, value, depth), place.IsListed(depth), value);
                    break;
                case JsonTokenType.Number:
                    findings.AddNumber(name, reader.ValueSpan);
                    break;
            }

            name = place.Above(reader.CurrentDepth);
        }

        return name;
    }
}
