using System.Net.Http.Headers;
using System.Text.Json;

namespace Gateway.Lab.Load;

/// <summary>Tells a refusal from an upstream's answer: problem+json whose type is one of the gateway's own.</summary>
internal static class RefusalReader
{
    public const string TypePrefix = "urn:llm-aware-gateway:";

    /// <summary>The refusal, or null where the answer is an upstream's.</summary>
    public static Refusal? Read(MediaTypeHeaderValue? contentType, ReadOnlySpan<byte> body)
    {
        if (!string.Equals(contentType?.MediaType, "application/problem+json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var type = TextOf(document.RootElement, "type");
            return type.StartsWith(TypePrefix, StringComparison.Ordinal)
                ? new Refusal(
                    TextOf(document.RootElement, "scopeText"),
                    TextOf(document.RootElement, "action"),
                    TextOf(document.RootElement, "policyId"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
