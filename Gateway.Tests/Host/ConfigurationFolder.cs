using Gateway.Host.Configuration;


namespace Gateway.Tests.Host;

/// <summary>A real configuration file in a folder of its own.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-config-");

    public ConfigurationFolder(string? content = null)
    {
        if (content is not null)
        {
            File.WriteAllText(FilePath, content);
        }
    }

    public string Path => _folder.FullName;

    public string FilePath => System.IO.Path.Combine(_folder.FullName, ConfigurationFile.DefaultName);

    public static Task<ConfigurationReading> ReadAsync(string content) => ReadAsync(content, new Dictionary<string, string?>());

    public static async Task<ConfigurationReading> ReadAsync(
        string content,
        Dictionary<string, string?> environment,
        Dictionary<string, string?>? commandLine = null)
    {
        using var folder = new ConfigurationFolder(content);
        return await new ConfigurationReader(new ConfigurationFile(folder.FilePath), environment, commandLine ?? []).ReadAsync();
    }

    /// <summary>Replaces the file as editors do: write beside it, rename over it.</summary>
    public void Replace(string content)
    {
        var beside = FilePath + ".new";
        File.WriteAllText(beside, content);
        File.Move(beside, FilePath, overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
