using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Lab.Pipeline;

namespace Gateway.Lab.Scoring;

/// <summary>Finds and reads the kinds of the classes: a JSON object from class to kind.</summary>
internal static class KindFile
{
    /// <summary><c>kinds.json</c> beside the labels, else the one of the training data; null where there is neither.</summary>
    public static string? DefaultFor(string labels)
    {
        string[] places =
        [
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(labels))!, "kinds.json"),
            Path.Combine(RepositoryRoot.Path, "bench", "Gateway.Training", "data", "kinds.json"),
        ];
        return places.FirstOrDefault(File.Exists);
    }

    public static (FrozenDictionary<string, string> Kinds, string? Problem) Read(string file)
    {
        try
        {
            var kinds = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
            return (kinds.ToFrozenDictionary(StringComparer.Ordinal), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return (FrozenDictionary<string, string>.Empty, $"{file}: {e.Message}");
        }
    }
}
