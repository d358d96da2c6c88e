using System.Text.RegularExpressions;

namespace Gateway.Host.Configuration;

/// <summary>The command line: <c>[health [URL]] [--config PATH] [--Section:Key=VALUE | --Section:Key VALUE]...</c></summary>
/// <param name="ConfigPath">File named by <c>--config</c>, null where none was.</param>
/// <param name="AsksForHealth">Whether the program only asks a running gateway whether it is well.</param>
/// <param name="HealthUrl">Where to ask; null for the configured port on this machine.</param>
/// <param name="Settings">Configuration keys and values.</param>
internal sealed partial record HostArguments(
    string? ConfigPath,
    bool AsksForHealth,
    Uri? HealthUrl,
    IReadOnlyDictionary<string, string?> Settings)
{
    private const string ConfigOption = "config";

    public static HostArguments Parse(IEnumerable<string> args, MistakeList mistakes)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new Queue<string>(args);
        Uri? url = null;
        var health = rest.TryPeek(out var verb) && verb == "health" && rest.TryDequeue(out _);
        if (health && rest.TryPeek(out var text) && Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https")
        {
            rest.Dequeue();
        }

        while (rest.TryDequeue(out var argument))
        {
            var setting = Setting().Match(argument);
            var (key, value) = (setting.Groups["key"].Value, setting.Groups["value"]);
            if (!setting.Success)
            {
                mistakes.Add(argument, $"is not an argument: use --{ConfigOption} PATH, --Section:Key=VALUE, or health");
            }
            else if (value.Success || (rest.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal)))
            {
                settings[key] = value.Success ? value.Value : rest.Dequeue();
            }
            else
            {
                mistakes.Add(argument, "needs a value");
            }
        }

        settings.Remove(ConfigOption, out var path);
        return new(path, health, url, settings);
    }

    [GeneratedRegex($"^--(?<key>{ConfigOption}|[^=:]+:[^=]*)(=(?<value>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Setting();
}
