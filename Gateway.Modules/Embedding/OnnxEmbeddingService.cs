using Gateway.Modules.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Embedding;

/// <summary>
/// The configured ONNX model. Loads at the first look at it, which the <see cref="EmbedderWorker"/> takes at start (a second at
/// most for a small model); a model that cannot be used is logged once and stays unavailable while the process lives.
/// </summary>
internal sealed class OnnxEmbeddingService : IEmbeddingService, IDisposable
{
    private readonly ILogger<OnnxEmbeddingService> _logger;
    private readonly EmbeddingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly Lazy<BertModel?> _model;
    private string? _problem;
    private int _failedRuns;

    public OnnxEmbeddingService(
        IOptionsMonitor<GatewayOptions> options,
        ContentRoot root,
        EmbeddingMetrics metrics,
        TimeProvider time,
        ILogger<OnnxEmbeddingService> logger)
    {
        _logger = logger;
        _metrics = metrics;
        _time = time;
        var embedding = options.CurrentValue.Embedding;
        _folder = root.Resolve(embedding.Path);
        _model = new Lazy<BertModel?>(() => Load(ModelSettings.From(embedding)));
    }

    public string ModelId => _model.Value?.Id ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder));

    public int Dimension => _model.Value?.Dimension ?? 0;

    public ModelState State => _model.Value is null ? ModelState.Unavailable : ModelState.Loaded;

    public string? Problem => _model.Value is null ? _problem : null;

    public Contracts.Embedding? Embed(string text)
    {
        if (_model.Value is not { } model)
        {
            return null;
        }

        try
        {
            var start = _time.GetTimestamp();
            var embedding = model.Embed(text);
            _metrics.Ran(model.Id, _time.GetElapsedTime(start));
            return embedding;
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

    private BertModel? Load(ModelSettings settings)
    {
        var start = _time.GetTimestamp();
        var model = ModelFolder.Open(_folder, settings, out _problem);
        if (model is null)
        {
            EmbeddingLog.ModelUnavailable(_logger, _problem ?? _folder);
        }
        else
        {
            EmbeddingLog.ModelLoaded(_logger, model.Id, model.Dimension, (long)_time.GetElapsedTime(start).TotalMilliseconds);
        }

        return model;
    }
}
