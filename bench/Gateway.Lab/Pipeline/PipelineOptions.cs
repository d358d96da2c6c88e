using Microsoft.Extensions.Configuration;

namespace Gateway.Lab.Pipeline;

/// <summary>The gateway's options as <c>cluster</c> uses them.</summary>
internal static class PipelineOptions
{
    /// <summary>A file is judged whole: no text may end in the overflow for want of room.</summary>
    private const int Room = 10_000;

    /// <summary>The file's <c>Gateway</c> section over the defaults, or what is wrong with it.</summary>
    /// <param name="file">A configuration file like the gateway's; null takes the defaults.</param>
    public static (GatewayOptions? Options, string? Problem) Read(string? file)
    {
        try
        {
            var options = file is null
                ? new GatewayOptions()
                : new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build()
                    .GetSection(GatewayOptions.Section)
                    .Get<GatewayOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new GatewayOptions();
            return (options with { Clustering = options.Clustering with { MaxClusters = Room } }, null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            return (null, $"{file}: {e.Message}");
        }
    }
}
