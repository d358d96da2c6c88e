using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>The file of known causes: <c>{"causes": [{"id", "title", "titleZh", "kind", "advice"}]}</c>.</summary>
internal static class CauseCatalogue
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Throws <see cref="JsonException"/>, <see cref="InvalidDataException"/> or <see cref="IOException"/>.</summary>
    public static IReadOnlyList<KnownCause> Read(string path)
    {
        var causes = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(path), Json)?.Causes ?? [];
        return causes.Count > 0 && causes.All(cause => cause is { Id.Length: > 0, Title.Length: > 0 })
            && causes.DistinctBy(cause => cause.Id).Count() == causes.Count
            ? causes
            : throw new InvalidDataException("each cause must have a title and an id of its own");
    }

    private sealed record Contents(IReadOnlyList<KnownCause> Causes);
}
