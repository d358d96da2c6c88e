using System.Text;
using System.Text.Json;

namespace Gateway.Host.Configuration;

/// <summary>The configuration file: where it is, and its settings as flat keys.</summary>
internal sealed record ConfigurationFile(string Path)
{
    public const string DefaultName = "appsettings.json";
    public const string PathVariable = "GATEWAY_CONFIG";

    private const int MostBytes = 16 * 1024 * 1024;

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>
    /// The file named on the command line, else by <see cref="PathVariable"/>, else the first found upward from the current folder, else
    /// upward from the program. Null when there is none: then every option has its default.
    /// </summary>
    public static ConfigurationFile? Find(string? named, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> startFolders)
    {
        var path = named ?? environment.GetValueOrDefault(PathVariable);
        if (!string.IsNullOrEmpty(path))
        {
            return new(System.IO.Path.GetFullPath(path));
        }

        var found = startFolders.Select(FindUpward).FirstOrDefault(f => f is not null);
        return found is null ? null : new ConfigurationFile(found);
    }

    /// <summary>The file's bytes; null with a mistake when they cannot be had.</summary>
    public byte[]? ReadBytes(MistakeList mistakes)
    {
        try
        {
            if (new FileInfo(Path) is { Exists: true, Length: > MostBytes })
            {
                mistakes.Add(Path, $"must not be larger than {MostBytes} bytes");
                return null;
            }

            return File.ReadAllBytes(Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            mistakes.Add(Path, "does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(Path, "cannot be read: " + e.Message);
        }

        return null;
    }

    /// <summary>Flat keys and values; empty with a mistake when the content is no JSON object.</summary>
    public IReadOnlyDictionary<string, string?> Parse(byte[] content, MistakeList mistakes)
    {
        if (content.AsSpan().IndexOfAnyExcept("\uFEFF \t\r\n"u8) < 0)
        {
            mistakes.Add(Path, "is empty; write {} for defaults only");
            return new Dictionary<string, string?>();
        }

        try
        {
            using var stream = new MemoryStream(content);
            var root = new ConfigurationBuilder().AddJsonStream(stream).Build();
            using (root as IDisposable)
            {
                return root.AsEnumerable().ToDictionary(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase);
            }
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or DecoderFallbackException)
        {
            mistakes.Add(Path, "is not valid: " + (e.InnerException ?? e).Message);
            return new Dictionary<string, string?>();
        }
    }

    private static string? FindUpward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, DefaultName);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
