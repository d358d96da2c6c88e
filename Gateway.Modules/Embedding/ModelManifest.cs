using System.Text.Json;

namespace Gateway.Modules.Embedding;

/// <summary>
/// <c>manifest.json</c> of a model folder: what the network takes and gives, how its tokenizer works, and what its files hash to.
/// </summary>
internal sealed record ModelManifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string Id { get; init; } = "";

    public IReadOnlyList<string> Inputs { get; init; } = [];

    public string Output { get; init; } = "last_hidden_state";

    /// <summary><c>cls</c> or <c>mean</c>.</summary>
    public string Pooling { get; init; } = "cls";

    public int Dimensions { get; init; }

    /// <summary>Longest input the network was made for, in tokens.</summary>
    public int MaxTokens { get; init; } = 512;

    public ManifestTokenizer Tokenizer { get; init; } = new();

    public IReadOnlyDictionary<string, ManifestFile> Files { get; init; } = new Dictionary<string, ManifestFile>();

    /// <summary>Reads and checks a manifest. <paramref name="problem"/> names the file and the rule it breaks.</summary>
    public static ModelManifest? Read(string folder, out string? problem)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(path), Json);
            problem = manifest is null ? $"{path}: must be a JSON object" : manifest.FindProblem(path);
            return problem is null ? manifest : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: must be a readable file";
        }
        catch (JsonException exception)
        {
            problem = $"{path}: must be valid JSON (line {exception.LineNumber + 1})";
        }

        return null;
    }

    private string? FindProblem(string path)
    {
        // A null in the file is an absent value, whatever the declared type says.
        if (string.IsNullOrWhiteSpace(Id) || Inputs is null || !Inputs.Contains("input_ids") || string.IsNullOrWhiteSpace(Output))
        {
            return $"{path}: must have an id, an output and inputs with input_ids";
        }

        if (Inputs.FirstOrDefault(input => input is not ("input_ids" or "attention_mask" or "token_type_ids")) is { } other)
        {
            return $"{path}: input {other} is none of input_ids, attention_mask, token_type_ids";
        }

        if (Pooling is not ("cls" or "mean"))
        {
            return $"{path}: pooling must be cls or mean";
        }

        if (Dimensions is < 1 or > 8192 || MaxTokens is < 8 or > 65536)
        {
            return $"{path}: dimensions must be 1 to 8192, maxTokens 8 to 65536";
        }

        if (Tokenizer is not { Vocab.Length: > 0, Unk.Length: > 0, Cls.Length: > 0, Sep.Length: > 0, MaxCharsPerWord: > 0 })
        {
            return $"{path}: tokenizer must name vocab, unk, cls, sep and maxCharsPerWord";
        }

        string[] needed = [ModelFolder.NetworkFile, Tokenizer.Vocab];
        return Array.Find(needed, name => Files?.GetValueOrDefault(name)?.Sha256 is not { Length: 64 }) is { } file
            ? $"{path}: files must give the SHA-256 of {file}"
            : null;
    }
}

/// <summary>A WordPiece tokenizer's settings.</summary>
internal sealed record ManifestTokenizer
{
    public string Vocab { get; init; } = "vocab.txt";

    public bool Lowercase { get; init; } = true;

    /// <summary>Null: as <see cref="Lowercase"/> says.</summary>
    public bool? StripAccents { get; init; }

    public bool HandleChineseChars { get; init; } = true;

    public string Unk { get; init; } = "[UNK]";

    public string Cls { get; init; } = "[CLS]";

    public string Sep { get; init; } = "[SEP]";

    public int MaxCharsPerWord { get; init; } = 100;
}

internal sealed record ManifestFile
{
    /// <summary>64 hex digits.</summary>
    public string Sha256 { get; init; } = "";
}
