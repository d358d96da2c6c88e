using System.Text.Json;

namespace Gateway.Host.Configuration;

/// <summary>The configuration file: where it is, and what is in it.</summary>
internal sealed record ConfigurationFile(string Path)
{
    public const string DefaultName = "appsettings.json";
    public const string PathVariable = "GATEWAY_CONFIG";

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// The file named on the command line, else by <see cref="PathVariable"/>, else the first found upward from the current folder, else
    /// upward from the program. Null when there is none: then every option has its default.
    /// </summary>
    public static ConfigurationFile? Find(
        string? named, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> startFolders)
    {
        var path = named ?? environment.GetValueOrDefault(PathVariable);
        if (string.IsNullOrEmpty(path))
        {
            path = startFolders.SelectMany(Upward).Select(f => System.IO.Path.Combine(f, DefaultName)).FirstOrDefault(File.Exists);
        }

        return path is null ? null : new(System.IO.Path.GetFullPath(path));
    }

    /// <summary>The file's bytes; null with a mistake when they cannot be had.</summary>
    public byte[]? ReadBytes(MistakeList mistakes)
    {
        try
        {
            return File.ReadAllBytes(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            mistakes.Add(Path, isMissing ? "does not exist" : $"cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Adds the settings, or a mistake when the content is no JSON object.</summary>
    public void AddTo(IConfigurationBuilder sources, byte[] content, MistakeList mistakes)
    {
        try
        {
            sources.AddJsonStream(new MemoryStream(content));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            mistakes.Add(Path, $"is not valid: {e.Message}");
        }
    }

    private static IEnumerable<string> Upward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
