using System.Diagnostics.Metrics;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

internal sealed class PoliciesMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _lag;

    public PoliciesMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MetricNames.MeterPrefix + "Policies");
        _lag = _meter.CreateHistogram<double>(
            MetricNames.PipelineLag,
            unit: "s",
            description: "Age of an outcome when it reaches the policy engine.");
    }

    public void Lag(TimeSpan lag)
    {
        if (_lag.Enabled)
        {
            _lag.Record(Math.Max(0, lag.TotalSeconds));
        }
    }

    public void Dispose() => _meter.Dispose();
}
