using System.Collections;

namespace Gateway.Host.Configuration;

/// <summary>The options that are read once, at start: a reload takes them over, but nothing looks at them again.</summary>
internal static class StartOnlyOptions
{
    private static readonly string[] Sections = ["Server", "ErrorText", "Embedding", "Metrics", "Kafka", "Etcd"];

    private static readonly string[] Keys =
    [
        "Admin:PathPrefix",
        "Admin:Port",
        "Attribution:BufferSize",
        "Attribution:MaxBytes",
        "Attribution:ReservoirSize",
        "Clustering:Adapter",
        "Clustering:BufferSize",
        "Clustering:Causes:N:Examples",
        "Clustering:Causes:N:Id",
        "Clustering:Causes:N:Kind",
        "Clustering:Causes:N:Title",
        "Clustering:KindsPath",
        "Clustering:KnownCauses",
        "Clustering:LearnedPath",
        "Diagnostics:RandomSeed",
        "Sampler:BufferSize",
        "Sampler:MaxFingerprints",
        "Storage:MaxPolicies",
    ];

    public static bool Contains(string key)
    {
        var below = key[(GatewayOptions.Section.Length + 1)..];
        return Keys.Contains(below) || Sections.Contains(below[..below.IndexOf(':')]);
    }

    /// <summary>Keys of those that differ.</summary>
    public static IEnumerable<string> Changed(GatewayOptions before, GatewayOptions after) =>
        OptionKeys.All
            // An option inside a list of sections has no value of its own to compare.
            .Where(o => o.Path.Count > 0 && Contains(o.Key) && !Same(o.ValueIn(before), o.ValueIn(after)))
            .Select(o => o.Key);

    private static bool Same(object? left, object? right) =>
        left is IEnumerable and not string
            ? ((IEnumerable)left).Cast<object>().SequenceEqual(((IEnumerable)right!).Cast<object>())
            : Equals(left, right);
}
