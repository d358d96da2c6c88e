using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>The gate's instruments. Clusters and policies are labels only as far as <c>Metrics:TopK</c> allows.</summary>
internal sealed class GateMetrics
{
    private const string Other = "other";
    private static readonly KeyValuePair<string, object?> Break = new("action", "break");

    private readonly ILivePolicies _policies;
    private readonly IOptionsMonitor<MetricsOptions> _options;
    private readonly IClusteringEngine? _clusters;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _shadowRefusals;

    public GateMetrics(
        IMeterFactory meters,
        ILivePolicies policies,
        IOptionsMonitor<MetricsOptions> options,
        IClusteringEngine? clusters = null)
    {
        _policies = policies;
        _options = options;
        _clusters = clusters;
        var meter = meters.Create(MetricNames.MeterPrefix + "Proxy");
        _refusals = meter.CreateCounter<long>(MetricNames.Refusals, description: "Requests refused by a policy.");
        _shadowRefusals = meter.CreateCounter<long>(
            MetricNames.ShadowRefusals, description: "Requests a policy would have refused, were it enforced.");
        RateLimitHits = meter.CreateCounter<long>(MetricNames.RateLimitHits, description: "Requests over the rate of a cluster's limit.");
        meter.CreateObservableGauge(
            MetricNames.BreakerState,
            ReadStates,
            description: "Worst breaker state of a cluster's policies: 0 closed, 1 open, 2 half-open, 3 isolated.");
        meter.CreateObservableGauge(
            MetricNames.FalseKillRatio,
            ReadFalseKills,
            description: "Share of a policy's hold-out requests that succeeded.");
    }

    /// <summary>By cluster. Nothing adds to it until limits are enforced.</summary>
    public Counter<long> RateLimitHits { get; }

    public void Refused(BreakerState state) => _refusals.Add(1, Break, ReasonOf(state));

    public void ShadowRefused(BreakerState state) => _shadowRefusals.Add(1, Break, ReasonOf(state));

    private static KeyValuePair<string, object?> ReasonOf(BreakerState state) => new("reason", state switch
    {
        BreakerState.HalfOpen => "half_open",
        BreakerState.Isolated => "isolated",
        _ => "open",
    });

    private IEnumerable<Measurement<int>> ReadStates()
    {
        var named = _clusters?.GetAllClusters().Take(_options.CurrentValue.TopK).Select(c => c.Id).ToHashSet() ?? [];
        return
            from view in _policies.GetAll()
            where view.Policy.Action == PolicyAction.Break
            from cluster in LabelsOf(view.Policy, named)
            group view.State by cluster into states
            select new Measurement<int>((int)states.Worst(), new KeyValuePair<string, object?>("cluster", states.Key));
    }

    private static IEnumerable<string> LabelsOf(Policy policy, HashSet<string> named) =>
        policy.Clusters.IsDefaultOrEmpty ? [Other] : policy.Clusters.Select(c => named.Contains(c.Id) ? c.Id : Other);

    private IEnumerable<Measurement<double>> ReadFalseKills() =>
        _policies.GetAll()
            .Where(v => v.FalseKill is not null)
            .OrderByDescending(v => v.Counts.Refused + v.Counts.ShadowRefused)
            .Take(_options.CurrentValue.TopK)
            .Select(v => new Measurement<double>(v.FalseKill!.Value.Ratio, new KeyValuePair<string, object?>("policy", v.Policy.Id)));
}
