using System.Diagnostics.Metrics;
using Gateway.Modules.Proxy.Admission;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>Requests and how long they took, by route and outcome.</summary>
internal sealed class ProxyMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _busy;

    public ProxyMetrics(IMeterFactory meters, DestinationRooms? rooms = null)
    {
        _meter = meters.Create(MetricNames.MeterPrefix + "Proxy");
        _requests = _meter.CreateCounter<long>(MetricNames.Requests, description: "Requests that reached a route.");
        _duration = _meter.CreateHistogram(
            MetricNames.RequestDuration,
            "s",
            "Time from a request's headers to the end of its answer.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
            });
        _busy = _meter.CreateCounter<long>(MetricNames.BusyAnswers,
            description: "Requests answered with busy: their destination had no room for them.");
        _busy.Add(0);
        _meter.CreateObservableGauge(MetricNames.WaitingRequests, () => rooms?.Waiting ?? 0,
            description: "Requests that wait for room at their destination.");
    }

    public void AnsweredBusy() => _busy.Add(1);

    public void RequestDone(string route, RequestOutcome outcome, TimeSpan latency)
    {
        if (!_requests.Enabled && !_duration.Enabled)
        {
            return;
        }

        var routeTag = new KeyValuePair<string, object?>("route", route);
        var outcomeTag = new KeyValuePair<string, object?>("outcome", LabelOf(outcome));
        _requests.Add(1, routeTag, outcomeTag);
        _duration.Record(latency.TotalSeconds, routeTag, outcomeTag);
    }

    public void Dispose() => _meter.Dispose();

    private static string LabelOf(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Success => "success",
        RequestOutcome.UpstreamError => "upstream_error",
        RequestOutcome.TransportError => "transport_error",
        RequestOutcome.Timeout => "timeout",
        RequestOutcome.Slow => "slow",
        RequestOutcome.ClientAborted => "client_aborted",
        RequestOutcome.Rerouted => "rerouted",
        _ => "refused",
    };
}
