using System.Diagnostics.Metrics;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Embedding;

internal sealed class EmbeddingMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _cacheHits;

    public EmbeddingMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MetricNames.MeterPrefix + "Embedding");
        _duration = meter.CreateHistogram(
            MetricNames.Embedding,
            "s",
            "Time to embed one text.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.5, 1] });
        _cacheHits = meter.CreateCounter<long>(MetricNames.EmbeddingCacheHits, description: "Errors whose vector was at hand.");
    }

    public void Ran(string model, TimeSpan elapsed)
    {
        if (_duration.Enabled)
        {
            _duration.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("model", model));
        }
    }

    public void CacheHit() => _cacheHits.Add(1);
}
