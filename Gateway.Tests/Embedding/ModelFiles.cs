namespace Gateway.Tests.Embedding;

/// <summary>Where the repository's models are.</summary>
internal static class ModelFiles
{
    public static string Root { get; } = FindRoot();

    public static string BgeSmallEn { get; } = Path.Combine(Root, "models", "bge-small-en-v1.5-int8");

    public static string BgeSmallZh { get; } = Path.Combine(Root, "models", "bge-small-zh-v1.5-int8");

    /// <summary>Copies the English model.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var name in new[] { "manifest.json", "model.onnx", "vocab.txt" })
        {
            File.Copy(Path.Combine(BgeSmallEn, name), Path.Combine(folder, name));
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln is in no folder above the tests");
    }
}
