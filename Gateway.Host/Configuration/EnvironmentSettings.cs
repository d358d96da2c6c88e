using System.Collections;

namespace Gateway.Host.Configuration;

/// <summary>Settings from environment variables: two underscores stand for the colon, as usual in .NET.</summary>
internal static class EnvironmentSettings
{
    // Short names that existing deployments use.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["KAFKA_BROKERS"] = "Gateway:Kafka:Brokers",
        ["ETCD_ENDPOINTS"] = "Gateway:Etcd:Endpoints",
    };

    public static IReadOnlyDictionary<string, string?> ReadProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value);

    /// <summary>Only variables that name a key below a section; the full name wins over the short one.</summary>
    public static IReadOnlyDictionary<string, string?> ToSettings(IReadOnlyDictionary<string, string?> variables)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (shortName, key) in ShortNames)
        {
            if (variables.TryGetValue(shortName, out var value))
            {
                settings[key] = value;
            }
        }

        foreach (var (name, value) in variables)
        {
            var key = name.Replace("__", ":", StringComparison.Ordinal);
            if (key.IndexOf(':', StringComparison.Ordinal) > 0)
            {
                settings[key] = value;
            }
        }

        return settings;
    }
}
