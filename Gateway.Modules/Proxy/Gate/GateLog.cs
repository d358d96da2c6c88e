using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>Events 1050 to 1099; forwarding has the first half of the proxy's range.</summary>
internal static partial class GateLog
{
    [LoggerMessage(1050, LogLevel.Information, "Policies of revision {Revision} are in force: {Count}")]
    public static partial void SnapshotPublished(ILogger logger, long revision, int count);

    [LoggerMessage(1051, LogLevel.Error, "Policies of revision {Revision} are refused, the earlier ones stay: {Problem}")]
    public static partial void SnapshotRefused(ILogger logger, long revision, string problem);

    [LoggerMessage(1052, LogLevel.Warning, "The policy store {Store} cannot be watched; policies stay until they expire")]
    public static partial void WatchFailed(ILogger logger, Exception? exception, string store);

    [LoggerMessage(1053, LogLevel.Warning, "The kill switch is on: {On}")]
    public static partial void KillSwitchChanged(ILogger logger, bool on);
}
