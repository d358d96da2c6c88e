using System.Diagnostics.Metrics;

namespace Gateway.Modules.Limiting;

/// <summary>The limiters' instruments.</summary>
internal sealed class LimitingMetrics
{
    private readonly Counter<long> _evicted;

    public LimitingMetrics(IMeterFactory meters)
    {
        _evicted = meters.Create(MetricNames.MeterPrefix + "Limiting").CreateCounter<long>(
            MetricNames.LimiterEvicted, description: "Principals that lost their share of a limit because too many others asked.");
        _evicted.Add(0);
    }

    public void Evicted(long principals)
    {
        if (principals > 0)
        {
            _evicted.Add(principals);
        }
    }
}
