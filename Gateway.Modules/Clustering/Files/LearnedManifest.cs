using System.Text.Json;

namespace Gateway.Modules.Clustering.Files;

/// <summary><c>learned.json</c>: which files were learned, from what, and how good they are.</summary>
internal sealed record LearnedManifest
{
    public const string FileName = "learned.json";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>SHA-256 of the wordings learned from.</summary>
    public string TrainingData { get; init; } = "";

    public int Wordings { get; init; }

    /// <summary>Model id and the first digits of its hash: vectors of other models are left alone.</summary>
    public IReadOnlyList<string> Spaces { get; init; } = [];

    /// <summary>SHA-256 by file name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Measured in cross-validation over the wordings.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();
}
