using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Lab.Figures;

namespace Gateway.Lab.Reports;

/// <summary>The result file: an array with one object per scenario, variant and seed.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new RoundedNumbers() },
    };

    /// <summary>Reads what <see cref="Render"/> wrote.</summary>
    public static IReadOnlyList<RunFigures> Read(string json) => JsonSerializer.Deserialize<List<RunFigures>>(json, Format) ?? [];

    public static string Render(IEnumerable<RunFigures> runs) => JsonSerializer.Serialize(runs, Format);

    /// <summary>Digits beyond the millionth are noise to whoever reads the file.</summary>
    private sealed class RoundedNumbers : JsonConverter<double>
    {
        private const int Digits = 6;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value, Digits));
    }
}
