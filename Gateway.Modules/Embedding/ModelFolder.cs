using System.Security.Cryptography;

namespace Gateway.Modules.Embedding;

/// <summary>
/// Opens a model folder: manifest, checksums, tokenizer, network. Whatever is wrong becomes one line, never an exception.
/// </summary>
internal static class ModelFolder
{
    public const string NetworkFile = "model.onnx";

    private const int SpaceDigits = 12;

    /// <summary>The model in <paramref name="folder"/>, or null and the problem, which names file and rule.</summary>
    public static BertModel? Open(string folder, ModelSettings settings, out string? problem)
    {
        if (ModelManifest.Read(folder, out problem) is not { } manifest)
        {
            return null;
        }

        if (ReadVerified(folder, NetworkFile, manifest, out problem) is not { } network
            || ReadVerified(folder, manifest.Tokenizer.Vocab, manifest, out problem) is not { } vocabulary)
        {
            return null;
        }

        try
        {
            var space = $"{manifest.Id}:{manifest.Files[NetworkFile].Sha256[..SpaceDigits].ToLowerInvariant()}";
            var encoder = new BertEncoder(manifest.Tokenizer, vocabulary);
            return BertModel.Create(manifest, space, encoder, network, settings);
        }
        catch (Exception exception)
        {
            // The native runtime and the tokenizer throw whatever they like on a file they cannot use.
            problem = $"{folder}: must be a BERT-style ONNX model with its vocabulary ({FirstLine(exception.Message)})";
            return null;
        }
    }

    private static byte[]? ReadVerified(string folder, string name, ModelManifest manifest, out string? problem)
    {
        var path = Path.Combine(folder, name);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: must be a readable file";
            return null;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var expected = manifest.Files[name].Sha256;
        problem = hash.Equals(expected, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{path}: must have the SHA-256 of its manifest ({expected}), has {hash}";
        return problem is null ? bytes : null;
    }

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n', 2)[0];
}
