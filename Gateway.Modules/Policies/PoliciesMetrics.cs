using System.Diagnostics.Metrics;

namespace Gateway.Modules.Policies;

internal sealed class PoliciesMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _cutShort;
    private readonly Counter<long> _noRoom;
    private long _rows;
    private long _bytes;

    public PoliciesMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MetricNames.MeterPrefix + "Policies");
        _lag = _meter.CreateHistogram<double>(
            MetricNames.PipelineLag,
            unit: "s",
            description: "Age of an outcome when it reaches the policy engine.");
        _cutShort = _meter.CreateCounter<long>(MetricNames.AttributionCutShort, description: "Evaluations that spent their work budget.");
        _noRoom = _meter.CreateCounter<long>(MetricNames.PoliciesNoRoom, description: "Confirmed causes for which no place was left.");
        _cutShort.Add(0);
        _noRoom.Add(0);
        _meter.CreateObservableGauge(
            MetricNames.AttributionRows, () => Interlocked.Read(ref _rows), description: "Outcomes in the policy engine's table.");
        _meter.CreateObservableGauge(
            MetricNames.AttributionBytes, () =>
                Interlocked.Read(ref _bytes), unit: "By", description: "Bytes of that table, give or take.");
    }

    public void Lag(TimeSpan lag)
    {
        if (_lag.Enabled)
        {
            _lag.Record(Math.Max(0, lag.TotalSeconds));
        }
    }

    public void CutShort() => _cutShort.Add(1);

    public void NoRoom() => _noRoom.Add(1);

    public void Table(int rows, long bytes)
    {
        Interlocked.Exchange(ref _rows, rows);
        Interlocked.Exchange(ref _bytes, bytes);
    }

    public void Dispose() => _meter.Dispose();
}
