using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy;

internal static partial class ForwardingLog
{
    [LoggerMessage(1000, LogLevel.Information, "No route is configured: serving the built-in demo upstream at {Path}")]
    public static partial void DemoServed(ILogger logger, string path);
}
