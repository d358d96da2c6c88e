using System.Collections.Immutable;

namespace Gateway.Host.Configuration;

/// <summary>One whole configuration, read and judged. Immutable.</summary>
/// <param name="Settings">Flat keys and values of all sources.</param>
/// <param name="Options">The <c>Gateway</c> section; defaults stand in for what is wrong.</param>
/// <param name="Routes">How many routes the <c>ReverseProxy</c> section has.</param>
/// <param name="FileContent">The file's bytes that were read; null when there were none.</param>
/// <param name="Mistakes">Everything wrong with it; a configuration with any is never used.</param>
internal sealed record ConfigurationReading(
    IReadOnlyDictionary<string, string?> Settings,
    GatewayOptions Options,
    int Routes,
    byte[]? FileContent,
    ImmutableArray<ConfigurationMistake> Mistakes)
{
    public bool IsValid => Mistakes.IsEmpty;
}
