using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Proxy.Forwarding;

internal static partial class ForwardingLog
{
    [LoggerMessage(1000, LogLevel.Information, "No route is configured: serving the built-in demo upstream at {Path}")]
    public static partial void DemoServed(ILogger logger, string path);

    [LoggerMessage(1001, LogLevel.Warning,
        "Forwarding {Method} {Path} to {Upstream} ({Destination}) failed: {Failure}; {Left} more like it since the last line")]
    public static partial void Failed(ILogger logger, string method, string path, string upstream, string destination, string failure,
        long left);

    [LoggerMessage(
        1002,
        LogLevel.Warning,
        "{Address} sends X-Forwarded-For or Forwarded, as a proxy does, but is none of Gateway:Server:TrustedProxies or names nobody: "
            + "its clients "
        + "cannot be told apart, have no vote in what is learned, and no scope names them")]
    public static partial void UnknownProxy(ILogger logger, string address);
}
