using Gateway.Host.Configuration;


namespace Gateway.Host;

internal static partial class HostLog
{
    [LoggerMessage(8000, LogLevel.Information, "{Role} listening on {Address}")]
    public static partial void Listening(ILogger logger, string role, string address);

    [LoggerMessage(8001, LogLevel.Information, "Configuration from {Source}")]
    public static partial void ConfigurationRead(ILogger logger, string source);

    [LoggerMessage(8002, LogLevel.Information, "Configuration reloaded from {Path}")]
    public static partial void Reloaded(ILogger logger, string path);

    [LoggerMessage(8003, LogLevel.Error, "Configuration refused, the running one stays: {Mistake}")]
    public static partial void ReloadRefused(ILogger logger, ConfigurationMistake mistake);

    [LoggerMessage(8004, LogLevel.Warning, "{Key} has changed; it takes effect at the next start")]
    public static partial void NeedsRestart(ILogger logger, string key);

    [LoggerMessage(8005, LogLevel.Error, "Reload failed, the running configuration stays")]
    public static partial void ReloadFailed(ILogger logger, Exception exception);

    [LoggerMessage(8006, LogLevel.Warning, "{Path} is polled, not watched: {Problem}")]
    public static partial void NotWatching(ILogger logger, string path, string problem);

    [LoggerMessage(8007, LogLevel.Warning, "The stop was cut short: requests in flight may be lost")]
    public static partial void CutShort(ILogger logger);

    [LoggerMessage(8008, LogLevel.Error,
        "{Method} {Path} failed inside the gateway: {Exception} at {Place}; {Left} more like it since the last line")]
    public static partial void Unhandled(ILogger logger, string method, string path, string exception, string place, long left);
}
