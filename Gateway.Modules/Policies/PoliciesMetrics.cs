using System.Diagnostics.Metrics;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

internal sealed class PoliciesMetrics : IDisposable
{
    private readonly Meter _meter;
    private double _lagSeconds;

    public PoliciesMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MetricNames.MeterPrefix + "Policies");
        _meter.CreateObservableGauge(
            MetricNames.PipelineLag,
            () => Volatile.Read(ref _lagSeconds),
            unit: "s",
            description: "Age of the outcome that reached the policy engine last.");
    }

    public void Lag(TimeSpan lag) => Volatile.Write(ref _lagSeconds, Math.Max(0, lag.TotalSeconds));

    public void Dispose() => _meter.Dispose();
}
