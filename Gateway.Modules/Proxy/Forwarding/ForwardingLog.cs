using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy;

internal static partial class ForwardingLog
{
    [LoggerMessage(1000, LogLevel.Information, "No route is configured: serving the built-in demo upstream at {Path}")]
    public static partial void DemoServed(ILogger logger, string path);

    [LoggerMessage(1001, LogLevel.Warning, "Forwarding {Method} {Path} to {Upstream} ({Destination}) failed: {Failure}; {Left} more like it since the last line")]
    public static partial void Failed(ILogger logger, string method, string path, string upstream, string destination, string failure, long left);
}
