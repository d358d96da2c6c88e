using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Modules.Messaging;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(FingerprintConverter)])]
[JsonSerializable(typeof(OutcomeSample))]
internal sealed partial class SampleJson : JsonSerializerContext
{
    /// <summary>Escapes only what JSON must: masked text is full of angle brackets, and Chinese would take twice the room.</summary>
    public static SampleJson Compact =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>As hex text: most JSON readers round whole numbers beyond 2^53.</summary>
internal sealed class FingerprintConverter : JsonConverter<Fingerprint>
{
    public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ValueHash.TryParse(reader.GetString(), out var hash)
            ? new Fingerprint(hash)
            : throw new JsonException("A fingerprint is 16 hex digits.");

    public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
