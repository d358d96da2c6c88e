namespace Gateway.Host.Configuration;

/// <summary>The command line: <c>[health [URL]] [--config PATH] [--Section:Key=VALUE | --Section:Key VALUE]...</c></summary>
/// <param name="ConfigPath">File named by <c>--config</c>, null where none was.</param>
/// <param name="AsksForHealth">Whether the program only asks a running gateway whether it is well.</param>
/// <param name="HealthUrl">Where to ask; null for the configured port on this machine.</param>
/// <param name="Settings">Configuration keys and values.</param>
internal sealed record HostArguments(
    string? ConfigPath,
    bool AsksForHealth,
    Uri? HealthUrl,
    IReadOnlyDictionary<string, string?> Settings)
{
    private const string HealthVerb = "health";
    private const string ConfigOption = "config";

    public static HostArguments Parse(IReadOnlyList<string> args, MistakeList mistakes)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var next = 0;
        Uri? url = null;
        var health = args.Count > 0 && args[0] == HealthVerb;
        if (health)
        {
            next++;
            if (next < args.Count && Uri.TryCreate(args[next], UriKind.Absolute, out url) && url.Scheme is "http" or "https")
            {
                next++;
            }
        }

        while (next < args.Count)
        {
            next += ReadSetting(args, next, settings, mistakes);
        }

        settings.Remove(ConfigOption, out var path);
        return new(path, health, url, settings);
    }

    /// <summary>How many arguments were used.</summary>
    private static int ReadSetting(IReadOnlyList<string> args, int at, Dictionary<string, string?> settings, MistakeList mistakes)
    {
        var text = args[at];
        var name = text.TrimStart('-');
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? name : name[..equals];
        if (!text.StartsWith("--", StringComparison.Ordinal) || (key != ConfigOption && key.IndexOf(':', StringComparison.Ordinal) <= 0))
        {
            mistakes.Add(text, "is not an argument: use --config PATH, --Section:Key=VALUE, or health");
            return 1;
        }

        if (equals > 0)
        {
            settings[key] = name[(equals + 1)..];
            return 1;
        }

        if (at + 1 == args.Count || args[at + 1].StartsWith("--", StringComparison.Ordinal))
        {
            mistakes.Add(text, "needs a value");
            return 1;
        }

        settings[key] = args[at + 1];
        return 2;
    }
}
