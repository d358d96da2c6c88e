using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Modules.Admin.Audit;
using Gateway.Modules.Admin.Clusters;
using Gateway.Modules.Admin.Explaining;
using Gateway.Modules.Admin.Policies;

namespace Gateway.Modules.Admin;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(AdminProblem))]
[JsonSerializable(typeof(ItemsBody<ClusterBody>))]
[JsonSerializable(typeof(ReclusterBody))]
[JsonSerializable(typeof(ItemsBody<PolicyBody>))]
[JsonSerializable(typeof(ItemsBody<AuditBody>))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(ExplanationBody))]
[JsonSerializable(typeof(StatsListBody))]
[JsonSerializable(typeof(KillSwitchBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ReadyBody))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>
    /// Leaves masked text and scopes readable in a terminal; safe because every answer says it is JSON and may not be sniffed.
    /// </summary>
    public static AdminJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>JSON has no infinity: what is not finite (a ratio over nothing) reads null.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>Every list of the API.</summary>
/// <param name="Next">What <c>?after=</c> takes to go on; null at the end.</param>
internal sealed record ItemsBody<T>(IReadOnlyList<T> Items, string? Next);
