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

    /// <summary>Only variables that name a key below a section; the full name comes after the short one, and so wins.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> From(IReadOnlyDictionary<string, string?> variables)
    {
        var full = variables.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), v.Value));
        return variables.Where(v => ShortNames.ContainsKey(v.Key)).Select(v => KeyValuePair.Create(ShortNames[v.Key], v.Value))
            .Concat(full.Where(v => v.Key.IndexOf(':', StringComparison.Ordinal) > 0));
    }
}
