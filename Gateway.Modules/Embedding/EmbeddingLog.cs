using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Embedding;

internal static partial class EmbeddingLog
{
    [LoggerMessage(3000, LogLevel.Information, "Embedding model {Model} loaded: {Dimension} dimensions, {Milliseconds} ms")]
    public static partial void ModelLoaded(ILogger logger, string model, int dimension, long milliseconds);

    [LoggerMessage(3001, LogLevel.Error,
        "Embedding model unavailable, only exact repeats group and nothing learned is enforced: {Problem}")]
    public static partial void ModelUnavailable(ILogger logger, string problem);

    [LoggerMessage(3002, LogLevel.Error, "Embedding model {Model} failed to run; further failures are not logged")]
    public static partial void RunFailed(ILogger logger, string model, Exception exception);

    [LoggerMessage(3003, LogLevel.Error, "A sample could not be embedded and is dropped")]
    public static partial void SampleFailed(ILogger logger, Exception exception);

    [LoggerMessage(3004, LogLevel.Error, "Reading from event bus {Bus} failed; trying again")]
    public static partial void BusFailed(ILogger logger, string bus, Exception exception);

    [LoggerMessage(3005, LogLevel.Error, "Embedding model for Chinese texts unavailable, they group only as exact repeats: {Problem}")]
    public static partial void ChineseModelUnavailable(ILogger logger, string problem);

    [LoggerMessage(3009, LogLevel.Warning, "Codes and names in error texts are not explained: {Problem}")]
    public static partial void LexiconUnavailable(ILogger logger, string problem);
}
