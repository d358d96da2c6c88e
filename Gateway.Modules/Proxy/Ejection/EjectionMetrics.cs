using System.Diagnostics.Metrics;
using Yarp.ReverseProxy;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>How many destinations are out of the choice, by upstream.</summary>
internal sealed class EjectionMetrics
{
    private readonly Ejections _ejections;
    private readonly IProxyStateLookup _upstreams;

    public EjectionMetrics(IMeterFactory meters, Ejections ejections, IProxyStateLookup upstreams)
    {
        (_ejections, _upstreams) = (ejections, upstreams);
        meters.Create(MetricNames.MeterPrefix + "Proxy").CreateObservableGauge(
            MetricNames.EjectedDestinations, Read, description: "Destinations of an upstream that policies take out of the choice.");
    }

    private IEnumerable<Measurement<int>> Read() =>
        from upstream in _upstreams.GetClusters()
        let destinations = upstream.DestinationsState
        select new Measurement<int>(
            _ejections.Of(upstream.ClusterId, destinations.AllDestinations, destinations.AvailableDestinations).Count,
            new KeyValuePair<string, object?>("upstream", upstream.ClusterId));
}
