using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Embedding;

/// <summary>
/// A model folder that is opened at the first use. One that cannot be used is reported once and stays so while the process lives.
/// </summary>
internal sealed class LazyModel : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly Lazy<BertModel?> _model;
    private string? _problem;
    private int _failedRuns;

    /// <param name="report">Logs why it cannot be used.</param>
    public LazyModel(string folder, ModelSettings settings, TimeProvider time, ILogger logger, Action<ILogger, string> report)
    {
        _time = time;
        _logger = logger;
        _folder = folder;
        _model = new Lazy<BertModel?>(() => Load(settings, report));
    }

    public BertModel? Value => _model.Value;

    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder));

    /// <summary>Why it cannot be used; null where it can, or nobody tried.</summary>
    public string? Problem => _model.IsValueCreated && _model.Value is null ? _problem : null;

    /// <summary>Null where there is no model or the run failed.</summary>
    public EmbeddingVector? Embed(string text, bool keepUnknownApart, EmbeddingMetrics metrics)
    {
        if (_model.Value is not { } model)
        {
            return null;
        }

        try
        {
            var start = _time.GetTimestamp();
            var embedding = model.Embed(text, keepUnknownApart);
            metrics.Ran(model.Id, _time.GetElapsedTime(start));
            return embedding;
        }
        catch (ObjectDisposedException)
        {
            // The gateway is ending.
            return null;
        }
        catch (Exception exception)
        {
            // The first failure is worth a line; a broken run usually repeats itself with every text.
            if (Interlocked.Increment(ref _failedRuns) == 1)
            {
                EmbeddingLog.RunFailed(_logger, model.Id, exception);
            }

            return null;
        }
    }

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value?.Dispose();
        }
    }

    private BertModel? Load(ModelSettings settings, Action<ILogger, string> report)
    {
        var start = _time.GetTimestamp();
        var model = ModelFolder.Open(_folder, settings, out _problem);
        if (model is null)
        {
            report(_logger, _problem ??= _folder);
        }
        else
        {
            EmbeddingLog.ModelLoaded(_logger, model.Id, model.Dimension, (long)_time.GetElapsedTime(start).TotalMilliseconds);
        }

        return model;
    }
}
