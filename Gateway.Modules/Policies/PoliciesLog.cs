using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Policies;

internal static partial class PoliciesLog
{
    [LoggerMessage(5000, LogLevel.Information,
        "Proposed {Scope} for {Clusters}: {Failed} of {Matched} failed, lower bound {LowerBound:F3}, risk ratio {RiskRatio:F1}")]
    public static partial void Proposed(this ILogger logger, string scope, string clusters, double failed, double matched,
        double lowerBound, double riskRatio);

    [LoggerMessage(5001, LogLevel.Information, "Dropped the proposal {Scope} for {Clusters}: fresh outcomes did not confirm it")]
    public static partial void Dropped(this ILogger logger, string scope, string clusters);

    [LoggerMessage(5002, LogLevel.Warning, "Policy {PolicyId}: {Action} {Scope} for {Clusters}, mode {Mode}")]
    public static partial void Enacted(this ILogger logger, string policyId, string action, string scope, string clusters, string mode);

    [LoggerMessage(5003, LogLevel.Information, "Policy {PolicyId} for {Scope} ran out")]
    public static partial void Expired(this ILogger logger, string policyId, string scope);

    [LoggerMessage(5004, LogLevel.Information, "Policy {PolicyId} now also stands for {Cluster}")]
    public static partial void Joined(this ILogger logger, string policyId, string cluster);

    [LoggerMessage(5005, LogLevel.Warning, "Policy {PolicyId} was changed or removed elsewhere; its state was read again")]
    public static partial void Conflict(this ILogger logger, string policyId);

    [LoggerMessage(5006, LogLevel.Error, "An evaluation failed; the next one goes on")]
    public static partial void EvaluationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5007, LogLevel.Warning, "{Count} learned policies are live, the most allowed; {Scope} is shown and not acted on")]
    public static partial void Full(this ILogger logger, int count, string scope);

    [LoggerMessage(5008, LogLevel.Information, "Policy {PolicyId} for {Scope} was withdrawn")]
    public static partial void Withdrawn(this ILogger logger, string policyId, string scope);

    [LoggerMessage(5009, LogLevel.Warning, "Policy {PolicyId} for {Scope} is given up: its hold-out says that it costs too many healthy requests")]
    public static partial void TooCostly(this ILogger logger, string policyId, string scope);

    [LoggerMessage(5010, LogLevel.Information, "{Scope} is too narrow for the fault of policy {PolicyId}, which gives way to {Wider}")]
    public static partial void Widened(this ILogger logger, string scope, string policyId, string wider);
}
