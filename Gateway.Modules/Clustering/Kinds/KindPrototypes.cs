using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Modules.Clustering.Kinds;

/// <summary>The file of prototype sentences: <c>{"kinds": {"Overload": ["...", ...], ...}}</c>.</summary>
internal sealed record KindPrototypes
{
    private const int MaxSentences = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public IReadOnlyDictionary<ErrorKind, IReadOnlyList<string>> Kinds { get; init; } =
        new Dictionary<ErrorKind, IReadOnlyList<string>>();

    /// <summary>Reads and checks the file. <paramref name="problem"/> names it and the rule it breaks.</summary>
    public static KindPrototypes Read(string path, out string? problem)
    {
        try
        {
            var read = JsonSerializer.Deserialize<KindPrototypes>(File.ReadAllBytes(path), Json);
            problem = read?.Kinds is not { Count: > 0 } kinds || kinds.ContainsKey(ErrorKind.Unknown)
                || kinds.Any(kind => kind.Value is not { Count: > 0 } || kind.Value.Any(string.IsNullOrWhiteSpace))
                || kinds.Sum(kind => kind.Value.Count) > MaxSentences
                    ? $"{path}: must give one or more sentences for each kind it names, {MaxSentences} at most, and none for Unknown"
                    : null;
            return problem is null ? read! : new KindPrototypes();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: must be a readable file";
        }
        catch (JsonException exception)
        {
            problem = $"{path}: must be valid JSON with known kinds (line {exception.LineNumber + 1})";
        }

        return new KindPrototypes();
    }
}
