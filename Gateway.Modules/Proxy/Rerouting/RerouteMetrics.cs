using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>
/// Requests that went elsewhere than where they should, by route: each route with a fallback or with retries stands at 0 from the first
/// look, also one that a reload has brought.
/// </summary>
internal sealed class RerouteMetrics
{
    private readonly IProxyStateLookup _proxy;

    // Its keys come from the configuration.
    private readonly ConcurrentDictionary<string, RouteCounts> _routes = new(StringComparer.OrdinalIgnoreCase);

    public RerouteMetrics(IMeterFactory meters, IProxyStateLookup proxy)
    {
        _proxy = proxy;
        var meter = meters.Create(MetricNames.MeterPrefix + "Proxy");
        meter.CreateObservableCounter(
            MetricNames.Rerouted, ReadRerouted, description: "Requests that went to a fallback, by what sent them there.");
        meter.CreateObservableCounter(
            MetricNames.Retries, () => Read(r => r.Retry, c => c.Retries),
            description: "Requests that were sent once more, to another destination.");
        meter.CreateObservableCounter(
            MetricNames.RepeatsLeftOut, () => Read(r => r.MayRepeat, c => c.LeftOut),
            description: "Failed requests that were not sent again because the route's budget was spent.");
    }

    public void Rerouted(string route, bool byPolicy) =>
        Interlocked.Increment(ref byPolicy ? ref CountsOf(route).ByPolicy : ref CountsOf(route).ByFailure);

    public void Retried(string route) => Interlocked.Increment(ref CountsOf(route).Retries);

    public void LeftOut(string route) => Interlocked.Increment(ref CountsOf(route).LeftOut);

    private RouteCounts CountsOf(string route) => _routes.GetOrAdd(route, static _ => new RouteCounts());

    private IEnumerable<Measurement<long>> ReadRerouted() =>
        Read(r => !r.Upstreams.IsEmpty, c => c.ByPolicy, new KeyValuePair<string, object?>("reason", "policy"))
            .Concat(Read(r => !r.Upstreams.IsEmpty, c => c.ByFailure, new KeyValuePair<string, object?>("reason", "failure")));

    private IEnumerable<Measurement<long>> Read(
        Func<RouteFallback, bool> applies, Func<RouteCounts, long> read, params KeyValuePair<string, object?>[] tags) =>
        from RouteModel route in _proxy.GetRoutes()
        where applies(RouteFallback.Of(route.Config))
        select new Measurement<long>(read(CountsOf(route.Config.RouteId)), [new("route", route.Config.RouteId), .. tags]);

    private sealed class RouteCounts
    {
        public long ByPolicy;
        public long ByFailure;
        public long Retries;
        public long LeftOut;
    }
}
