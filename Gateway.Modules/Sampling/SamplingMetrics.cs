using System.Diagnostics.Metrics;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Sampling;

/// <summary>What the sampler publishes and what it leaves out.</summary>
internal sealed class SamplingMetrics
{
    public const string InboxFull = "inbox_full";
    public const string NotSampled = "not_sampled";
    public const string Bus = "bus";
    public const string Failed = "failed";

    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;

    public SamplingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MetricNames.MeterPrefix + "Sampling");
        _events = meter.CreateCounter<long>(MetricNames.Events, description: "Samples published to the event bus.");
        _dropped = meter.CreateCounter<long>(MetricNames.SamplerDropped, description: "Outcomes that did not become a sample, by reason.");
    }

    public void Published() => _events.Add(1);

    public void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
