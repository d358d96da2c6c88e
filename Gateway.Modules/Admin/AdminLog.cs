using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin;

internal static partial class AdminLog
{
    [LoggerMessage(7000, LogLevel.Warning, "Kill switch turned on: nothing is refused until it is turned off")]
    public static partial void KillSwitchOn(ILogger logger);

    [LoggerMessage(7001, LogLevel.Warning, "Kill switch turned off: policies are enforced again")]
    public static partial void KillSwitchOff(ILogger logger);

    [LoggerMessage(7002, LogLevel.Information, "Policy {PolicyId} written by an operator at revision {Revision}: {Action} in mode {Mode}")]
    public static partial void PolicyWritten(ILogger logger, string policyId, long revision, string action, string mode);

    [LoggerMessage(7003, LogLevel.Information, "Policy {PolicyId} deleted by an operator")]
    public static partial void PolicyDeleted(ILogger logger, string policyId);

    [LoggerMessage(7011, LogLevel.Information, "Operator decided about policy {PolicyId}: {Verb}, now at revision {Revision}")]
    public static partial void PolicyDecided(ILogger logger, string policyId, string verb, long revision);

    [LoggerMessage(7004, LogLevel.Information, "Operator merged cluster {From} into {Into}")]
    public static partial void ClusterMerged(ILogger logger, string from, string into);

    [LoggerMessage(7005, LogLevel.Information, "Operator split cluster {Cluster} from {From}")]
    public static partial void ClusterSplit(ILogger logger, string cluster, string from);

    [LoggerMessage(7006, LogLevel.Information, "Operator set muted of cluster {Cluster} to {Muted}")]
    public static partial void ClusterMuted(ILogger logger, string cluster, bool muted);

    [LoggerMessage(7007, LogLevel.Information, "Operator labelled cluster {Cluster}, with {Examples} examples of its cause")]
    public static partial void ClusterLabelled(ILogger logger, string cluster, int examples);

    [LoggerMessage(7008, LogLevel.Information, "Operator had the clusters refined: {Merged} merged")]
    public static partial void Reclustered(ILogger logger, int merged);

    [LoggerMessage(7009, LogLevel.Information, "{Who} from {Address} sent {Method} {Path}, answered {Status}")]
    public static partial void Wrote(ILogger logger, string who, string address, string method, string path, int status);

    [LoggerMessage(7010, LogLevel.Warning,
        "A call of the admin API was turned away: {Reason} (from {Address}); {Left} more like it since the last line")]
    public static partial void Denied(ILogger logger, string reason, string address, long left);
}
