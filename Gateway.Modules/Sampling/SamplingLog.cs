using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Sampling;

internal static partial class SamplingLog
{
    // The exception's message may quote the item it failed on, so only its type and place are written.
    [LoggerMessage(2001, LogLevel.Error, "An outcome of route {Route} could not be sampled: {ExceptionType} {Place}")]
    public static partial void ItemFailed(this ILogger logger, string route, string exceptionType, string? place);

    [LoggerMessage(2002, LogLevel.Warning, "The event bus takes no samples; they are dropped and counted")]
    public static partial void BusGone(this ILogger logger);

    [LoggerMessage(2003, LogLevel.Information, "The event bus takes samples again")]
    public static partial void BusBack(this ILogger logger);

    [LoggerMessage(2004, LogLevel.Warning, "The outcome inbox is full; outcomes are dropped and counted, {Dropped} since the start")]
    public static partial void InboxFull(this ILogger logger, long dropped);

    [LoggerMessage(2005, LogLevel.Information, "The outcome inbox takes every outcome again, {Dropped} were dropped since the start")]
    public static partial void InboxDrained(this ILogger logger, long dropped);
}
