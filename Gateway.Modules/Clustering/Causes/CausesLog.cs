using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Clustering.Causes;

internal static partial class CausesLog
{
    [LoggerMessage(4050, LogLevel.Warning, "What was learned about errors is not used ({What} in {Folder}): {Problem}")]
    public static partial void Unavailable(ILogger logger, string what, string folder, string problem);

    [LoggerMessage(4051, LogLevel.Information, "Cause {Cause} was taught by {Examples} examples")]
    public static partial void Taught(ILogger logger, string cause, int examples);

    [LoggerMessage(4052, LogLevel.Warning, "A configured cause is not used: {Problem}")]
    public static partial void NotTaught(ILogger logger, string problem);
}
