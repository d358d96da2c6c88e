using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Limiting;

/// <summary>Events 1200 to 1299.</summary>
internal static partial class LimitingLog
{
    [LoggerMessage(1200, LogLevel.Information, "Limit of policy {PolicyId} starts at {Rate:F1} requests a second: {Scope}")]
    public static partial void Created(ILogger logger, string policyId, double rate, string scope);

    [LoggerMessage(1201, LogLevel.Information, "Limit of policy {PolicyId}, {Rate:F1} requests a second: {News}")]
    public static partial void Moved(ILogger logger, string policyId, double rate, string news);
}
