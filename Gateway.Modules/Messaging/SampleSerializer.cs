using System.Text.Json;

namespace Gateway.Modules.Messaging;

/// <summary>
/// The event of the bus as UTF-8 JSON: camelCase, enums by name, the fingerprint as 16 hex digits, absent instead of null.
/// <c>schema</c> grows when an older reader would misunderstand the event; new optional members leave it as it is.
/// </summary>
internal static class SampleSerializer
{
    public static byte[] Write(OutcomeSample sample) =>
        JsonSerializer.SerializeToUtf8Bytes(sample, SampleJson.Compact.OutcomeSample);

    /// <summary>Reads one event. <paramref name="sample"/> is null unless the answer is <see cref="SampleReading.Read"/>.</summary>
    public static SampleReading TryRead(ReadOnlySpan<byte> utf8, out OutcomeSample? sample)
    {
        sample = null;
        try
        {
            // The schema is looked at first: whatever follows in a newer event may have another shape.
            if (FindSchema(utf8) is not int schema || schema < 1)
            {
                return SampleReading.Malformed;
            }

            if (schema > OutcomeSample.CurrentSchema)
            {
                return SampleReading.NewerSchema;
            }

            var read = JsonSerializer.Deserialize(utf8, SampleJson.Compact.OutcomeSample);
            if (read is null || read.Dimensions.IsDefault || read.Weight < 1)
            {
                return SampleReading.Malformed;
            }

            sample = read;
            return SampleReading.Read;
        }
        catch (JsonException)
        {
            return SampleReading.Malformed;
        }
    }

    private static int? FindSchema(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            reader.Read();
            if (isSchema)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var schema) ? schema : null;
            }

            reader.Skip();
        }

        return null;
    }
}
