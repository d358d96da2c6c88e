using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Clustering;

internal static partial class ClusteringLog
{
    [LoggerMessage(4000, LogLevel.Information, "Error cluster {Cluster} opened: {Label}")]
    public static partial void Opened(ILogger logger, string cluster, string label);

    [LoggerMessage(4001, LogLevel.Warning, "Errors get their kind from the status alone: {Problem}")]
    public static partial void KindsUnavailable(ILogger logger, string problem);

    [LoggerMessage(4002, LogLevel.Error, "A sample could not be clustered and is dropped")]
    public static partial void SampleFailed(ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Warning, "All cluster places are taken; new errors go to the overflow until one is free")]
    public static partial void Overflowing(ILogger logger);

    [LoggerMessage(4004, LogLevel.Information, "Refining merged {Merged} error clusters")]
    public static partial void Refined(ILogger logger, int merged);

    [LoggerMessage(4005, LogLevel.Error, "Refining the error clusters failed; they stay as they are")]
    public static partial void RefiningFailed(ILogger logger, Exception exception);
}
