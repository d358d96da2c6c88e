using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>The models that turn error text into vectors. Read at start.</summary>
[ReadAtStart]
public sealed record EmbeddingOptions
{
    /// <summary>
    /// Folder with <c>manifest.json</c>, <c>model.onnx</c> and <c>vocab.txt</c>; relative to the configuration file's folder.
    /// Default <c>models/bge-small-en-v1.5-int8</c>.
    /// </summary>
    [Required]
    public string Path { get; init; } = "models/bge-small-en-v1.5-int8";

    /// <summary>
    /// Folder of the model for texts with mostly Chinese or Japanese letters, loaded when the first one comes; null or empty for none, the
    /// other model then tells such texts apart only as exact repeats. Default <c>models/bge-small-zh-v1.5-int8</c>.
    /// </summary>
    public string? ChinesePath { get; init; } = "models/bge-small-zh-v1.5-int8";

    /// <summary>
    /// Which token vectors make the text's vector: <c>Cls</c> (the first) or <c>Mean</c>; null takes the manifest's. Default null.
    /// </summary>
    public PoolingMethod? Pooling { get; init; }

    /// <summary>Tokens a text is cut to, the two special ones included. Default 128. Range 8 to 512.</summary>
    [Range(8, 512)]
    public int MaxTokens { get; init; } = 128;

    /// <summary>Threads of one run. Default 1. Range 1 to 64.</summary>
    [Range(1, 64)]
    public int Threads { get; init; } = 1;

    /// <summary>
    /// File that explains well-known codes and names in plain words, relative to the configuration file's folder. Default
    /// <c>models/lexicon.json</c>.
    /// </summary>
    [Required]
    public string LexiconPath { get; init; } = "models/lexicon.json";

    /// <summary>A file of the same form with your own codes and names; they win. Default null (none).</summary>
    public string? OwnLexiconPath { get; init; }

    /// <summary>Vectors kept by fingerprint. Default 10000 (15 MB). Range 1 to 1000000.</summary>
    [Range(1, 1_000_000)]
    public int CacheSize { get; init; } = 10_000;

    /// <summary>Samples that may wait for the embedder. Default 4096. Range 16 to 1048576.</summary>
    [Range(16, 1_048_576)]
    public int BufferSize { get; init; } = 4096;
}

/// <summary>How token vectors become one vector.</summary>
public enum PoolingMethod
{
    Cls,
    Mean,
}
