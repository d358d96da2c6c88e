namespace Gateway.Lab.Pipeline;

/// <summary>The folder with <c>Gateway.sln</c> above the program or above the current folder.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? Environment.CurrentDirectory;

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Gateway.sln")))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
