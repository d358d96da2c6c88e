namespace Gateway.Host.Configuration;

/// <summary>
/// Reads all sources afresh, lowest first: file, environment, command line. Knows nothing of what was read before: that a broken file
/// cannot damage the running configuration follows from that.
/// </summary>
internal sealed class ConfigurationReader(
    ConfigurationFile? file,
    IReadOnlyDictionary<string, string?> environment,
    IReadOnlyDictionary<string, string?> commandLine)
{
    public ConfigurationFile? File => file;

    /// <summary>The file's bytes as they are now; null when there is no file or it cannot be read.</summary>
    public byte[]? ReadFile() => file?.ReadBytes([]);

    public async Task<ConfigurationReading> ReadAsync()
    {
        var mistakes = new MistakeList();
        var content = file?.ReadBytes(mistakes);
        var settings = ReadSettings(content, mistakes);
        using var root = new ConfigurationManager();
        root.AddInMemoryCollection(settings);
        // YARP takes longest and needs nothing of the rest, so it works meanwhile.
        var proxyMistakes = new MistakeList();
        var routes = Task.Run(new ProxySectionValidator(root, proxyMistakes).ValidateAsync);
        var options = OptionsReader.Read(root, settings, mistakes);
        new SectionChecker(mistakes, "a category of logs").Check(root.GetSection("Logging:LogLevel"), typeof(Dictionary<string, LogLevel>));
        KestrelSection.Check(root, mistakes);
        return new(settings, options, await routes, content, [.. mistakes, .. proxyMistakes]);
    }

    private Dictionary<string, string?> ReadSettings(byte[]? content, MistakeList mistakes)
    {
        using var sources = new ConfigurationManager();
        if (content is not null)
        {
            file!.AddTo(sources, content, mistakes);
        }

        sources.AddInMemoryCollection(EnvironmentSettings.From(environment)).AddInMemoryCollection(commandLine);
        var settings = sources.AsEnumerable().ToDictionary(s => s.Key, s => s.Value, StringComparer.OrdinalIgnoreCase);
        OptionsReader.Normalize(settings);
        return settings;
    }
}
