using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Embedding;

/// <summary>
/// The configured ONNX models, each with a space of its own: one for texts of mostly Chinese or Japanese letters, loaded when the first one
/// comes, and one for the others, loaded at the first look at it, which the <see cref="EmbedderWorker"/> takes at start (a second at
/// most for a small model). Where the first one cannot be used the other takes its texts, as well as it can.
/// </summary>
internal sealed class OnnxEmbeddingService : IEmbeddingService, IDisposable
{
    private readonly EmbeddingMetrics _metrics;
    private readonly LazyModel _model;
    private readonly LazyModel? _chinese;

    public OnnxEmbeddingService(
        IOptionsMonitor<EmbeddingOptions> options,
        ContentRoot root,
        EmbeddingMetrics metrics,
        TimeProvider time,
        ILogger<OnnxEmbeddingService> logger)
    {
        _metrics = metrics;
        var embedding = options.CurrentValue;
        var settings = ModelSettings.From(embedding);
        _model = new LazyModel(root.Resolve(embedding.Path), settings, time, logger, EmbeddingLog.ModelUnavailable);
        _chinese = string.IsNullOrEmpty(embedding.ChinesePath)
            ? null
            : new LazyModel(root.Resolve(embedding.ChinesePath), settings, time, logger, EmbeddingLog.ChineseModelUnavailable);
    }

    public string ModelId => _model.Value?.Id ?? _model.Name;

    public int Dimension => _model.Value?.Dimension ?? 0;

    public ModelState State => _model.Value is null ? ModelState.Unavailable : ModelState.Loaded;

    public string? Problem => _model.Value is null ? _model.Problem : _chinese?.Problem;

    public EmbeddingVector? Embed(string text) => Embed(text, Script.IsMostlyCjk(text));

    /// <param name="chinese">Whether the Chinese model is the one that understands the text; the other one takes it where there is
    /// none.</param>
    public EmbeddingVector? Embed(string text, bool chinese) =>
        _chinese is not null && chinese && _chinese.Value is not null
            ? _chinese.Embed(text, keepUnknownApart: false, _metrics)
            : _model.Embed(text, keepUnknownApart: true, _metrics);

    public void Dispose()
    {
        _model.Dispose();
        _chinese?.Dispose();
    }
}
