using System.Diagnostics.Metrics;

namespace Gateway.Modules.Embedding;

internal sealed class EmbeddingMetrics
{
    public const string NoRoom = "no_room";
    public const string TooLate = "too_late";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _deferred;

    public EmbeddingMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MetricNames.MeterPrefix + "Embedding");
        _duration = meter.CreateHistogram(
            MetricNames.Embedding,
            "s",
            "Time to embed one text.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.5, 1],
            });
        _cacheHits = meter.CreateCounter<long>(MetricNames.EmbeddingCacheHits, description: "Errors whose vector was at hand.");
        _deferred = meter.CreateCounter<long>(MetricNames.EmbeddingDeferred, description: "Errors passed on without a vector.");
        // Shown from the start: an alert on their growth must see the first one.
        _deferred.Add(0, ReasonOf(NoRoom));
        _deferred.Add(0, ReasonOf(TooLate));
    }

    public void Ran(string model, TimeSpan elapsed)
    {
        if (_duration.Enabled)
        {
            _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("model", model));
        }
    }

    public void CacheHit() => _cacheHits.Add(1);

    public void Deferred(string reason) => _deferred.Add(1, ReasonOf(reason));

    private static KeyValuePair<string, object?> ReasonOf(string reason) => new("reason", reason);
}
