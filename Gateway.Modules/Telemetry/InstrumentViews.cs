using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Gateway.Modules.Telemetry;

/// <summary>
/// Bucket bounds, in seconds, and the meters that count: only those of this host's factory. OpenTelemetry listens to the whole
/// process, and a process may hold more than one gateway.
/// </summary>
internal sealed class InstrumentViews(IMeterFactory meters)
{
    private static readonly double[] RequestBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] EmbeddingBounds = [0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
    private static readonly double[] LagBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    public MetricStreamConfiguration? ViewOf(Instrument instrument) =>
        !ReferenceEquals(instrument.Meter.Scope, meters) ? MetricStreamConfiguration.Drop : instrument.Name switch
        {
            MetricNames.RequestDuration => With(RequestBounds),
            MetricNames.Embedding => With(EmbeddingBounds),
            MetricNames.PipelineLag => With(LagBounds),
            _ => null,
        };

    private static ExplicitBucketHistogramConfiguration With(double[] bounds) => new() { Boundaries = bounds };
}
