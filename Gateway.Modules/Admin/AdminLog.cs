using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(7000, LogLevel.Warning, "Kill switch turned on: nothing is refused until it is turned off")]
    public static partial void KillSwitchOn(ILogger logger);

    [LoggerMessage(7001, LogLevel.Warning, "Kill switch turned off: policies are enforced again")]
    public static partial void KillSwitchOff(ILogger logger);

    [LoggerMessage(7002, LogLevel.Information, "Manual policy {PolicyId} written at revision {Revision}: {Action} in mode {Mode}")]
    public static partial void PolicyWritten(ILogger logger, string policyId, long revision, string action, string mode);

    [LoggerMessage(7003, LogLevel.Information, "Manual policy {PolicyId} deleted")]
    public static partial void PolicyDeleted(ILogger logger, string policyId);
}
