using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>The Prometheus scrape. Read at start.</summary>
[ReadAtStart]
public sealed record MetricsOptions
{
    /// <summary>Whether metrics are served. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for every address. Default none: that of <c>Server:Host</c>.
    /// </summary>
    public string? Host { get; init; }

    /// <summary>Port that serves nothing else. Default 9090; 0 picks a free one. Range 0 to 65535.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 9090;

    /// <summary>Path of the scrape. Default <c>/metrics</c>. Starts with a slash.</summary>
    [Required]
    public string Path { get; init; } = "/metrics";

    /// <summary>
    /// Clusters and policies that get a label of their own, the most severe first; the rest is <c>other</c>. Default 20. Range 1 to 1000.
    /// </summary>
    [Range(1, 1000)]
    public int TopK { get; init; } = 20;
}
