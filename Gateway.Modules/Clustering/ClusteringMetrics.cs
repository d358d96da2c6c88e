using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>Size and severity of the most severe clusters, each under its id; the rest together as <c>other</c>.</summary>
internal sealed class ClusteringMetrics(IMeterFactory factory, IClusteringEngine engine, IOptionsMonitor<MetricsOptions> options)
{
    private readonly int _topK = options.CurrentValue.TopK;

    /// <summary>Registers the gauges; once.</summary>
    public void Publish()
    {
        var meter = factory.Create(MetricNames.MeterPrefix + "Clustering");
        meter.CreateObservableGauge(
            MetricNames.ClusterSize,
            () => Observe(cluster => cluster.Size, Enumerable.Sum),
            description: "Errors counted in the cluster.");
        meter.CreateObservableGauge(
            MetricNames.ClusterSeverity,
            () => Observe(cluster => cluster.Severity, Enumerable.Max),
            description: "Severity of the cluster, 0 to 1.");
    }

    private List<Measurement<double>> Observe(Func<ErrorCluster, double> read, Func<IEnumerable<double>, double> combine)
    {
        var clusters = engine.GetAllClusters();
        var named = clusters.Where(cluster => cluster.Id != ErrorCluster.OtherId).Take(_topK).ToList();
        var measurements = named.ConvertAll(cluster => Measure(read(cluster), cluster.Id));
        var rest = clusters.Except(named).Select(read).ToList();
        if (rest.Count > 0)
        {
            measurements.Add(Measure(combine(rest), ErrorCluster.OtherId));
        }

        return measurements;
    }

    private static Measurement<double> Measure(double value, string cluster) =>
        new(value, new KeyValuePair<string, object?>("cluster", cluster));
}
