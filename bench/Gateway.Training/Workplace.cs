using System.Text.Json;

namespace Gateway.Training;

/// <summary>The repository's files that training needs.</summary>
internal sealed class Workplace
{
    public Workplace()
    {
        Root = Directory.GetCurrentDirectory();
        while (!File.Exists(Path.Combine(Root, "Gateway.sln")))
        {
            Root = Path.GetDirectoryName(Root) ?? throw new ArgumentException("it must run inside the repository");
        }

        Kinds = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Data, "kinds.json")))!;
        Causes = [.. Kinds.Keys.Order(StringComparer.Ordinal)];
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "bench", "Gateway.Training", "data");

    public string Wordings => Path.Combine(Data, "train.jsonl");

    /// <summary>Kind by cause.</summary>
    public IReadOnlyDictionary<string, string> Kinds { get; }

    public string[] Causes { get; }

    /// <summary>What the gateway reads beside the learned files; written by hand, and at home in <c>models/</c>.</summary>
    public void CopyCatalogueTo(string folder)
    {
        var catalogue = Path.Combine(Root, "models", "causes.json");
        var copy = Path.Combine(Path.GetFullPath(folder), "causes.json");
        if (copy != catalogue)
        {
            File.Copy(catalogue, copy, overwrite: true);
        }
    }
}
