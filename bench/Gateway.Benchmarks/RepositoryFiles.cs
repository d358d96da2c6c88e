namespace Gateway.Benchmarks;

/// <summary>Finds the repository, whose models the benchmarks load.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Gateway.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"Gateway.sln is not above {AppContext.BaseDirectory}");
    }
}
