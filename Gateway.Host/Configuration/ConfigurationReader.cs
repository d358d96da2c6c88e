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
    public byte[]? ReadFile() => file?.ReadBytes(new MistakeList());

    public async Task<ConfigurationReading> ReadAsync()
    {
        var mistakes = new MistakeList();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var content = file?.ReadBytes(mistakes);
        if (content is not null)
        {
            Overlay(settings, file!.Parse(content, mistakes));
        }

        Overlay(settings, EnvironmentSettings.ToSettings(environment));
        Overlay(settings, commandLine);

        var root = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using (root as IDisposable)
        {
            var options = new OptionsReader(mistakes).Read(root);
            new GatewayOptionsValidator(options, mistakes).Validate();
            LogLevels.Read(root, mistakes);
            KestrelSectionValidator.Validate(root, mistakes);
            var routes = await new ProxySectionValidator(root, options, mistakes).ValidateAsync();
            return new(settings, options, routes, content, [.. mistakes]);
        }
    }

    private static void Overlay(Dictionary<string, string?> settings, IReadOnlyDictionary<string, string?> higher)
    {
        foreach (var (key, value) in higher)
        {
            settings[key] = value;
        }
    }
}
