using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Breaking;

internal static partial class BreakingLog
{
    [LoggerMessage(1100, LogLevel.Information, "Breaker of policy {PolicyId} starts {State}: {Scope}")]
    public static partial void Created(ILogger logger, string policyId, BreakerState state, string scope);

    [LoggerMessage(1101, LogLevel.Information, "Breaker of policy {PolicyId} goes from {From} to {To}: {Reason}")]
    public static partial void Moved(ILogger logger, string policyId, BreakerState from, BreakerState to, string reason);
}
