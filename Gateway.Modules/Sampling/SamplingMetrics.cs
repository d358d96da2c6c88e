using System.Diagnostics.Metrics;

namespace Gateway.Modules.Sampling;

/// <summary>What the sampler publishes and what it leaves out.</summary>
internal sealed class SamplingMetrics
{
    public const string InboxFull = "inbox_full";
    public const string NotSampled = "not_sampled";
    public const string Bus = "bus";
    public const string Failed = "failed";

    /// <summary>Waited in the inbox or for the bus when the gateway stopped.</summary>
    public const string Stopped = "stopped";

    /// <summary>A parameter found no place among its route's names.</summary>
    public const string NameLeftOut = "name";

    /// <summary>A value found no place in its dimension.</summary>
    public const string ValueFolded = "value";

    /// <summary>A name or a value lost its place to another.</summary>
    public const string PlaceTaken = "place_taken";

    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _folded;

    public SamplingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MetricNames.MeterPrefix + "Sampling");
        _events = meter.CreateCounter<long>(MetricNames.Events, description: "Samples published to the event bus.");
        _dropped = meter.CreateCounter<long>(MetricNames.SamplerDropped, description: "Outcomes that did not become a sample, by reason.");
        _folded = meter.CreateCounter<long>(
            MetricNames.DimensionsFolded,
            description: "Names left out, values folded and places lost for lack of room, by reason.");
    }

    public void Published() => _events.Add(1);

    public void Folded(string reason) => _folded.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dropped(string reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
