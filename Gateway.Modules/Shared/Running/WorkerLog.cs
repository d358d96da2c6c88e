using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Shared.Running;

internal static partial class WorkerLog
{
    [LoggerMessage(9000, LogLevel.Error, "The worker {Worker} failed and starts again in {Seconds} s; requests go on")]
    public static partial void Failed(ILogger logger, string worker, double seconds, Exception exception);
}
