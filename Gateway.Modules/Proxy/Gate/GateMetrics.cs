using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>The gate's instruments. Clusters and policies are labels only as far as <c>Metrics:TopK</c> allows.</summary>
internal sealed class GateMetrics
{
    private const string Other = "other";
    private const string ClusterTag = "cluster";

    /// <summary>Which clusters have a name is looked up no more often: requests that are refused come this way.</summary>
    private static readonly TimeSpan NamesLast = TimeSpan.FromSeconds(1);

    private static readonly KeyValuePair<string, object?> Break = new("action", "break");
    private static readonly KeyValuePair<string, object?> Limit = new("action", "limit");
    private static readonly KeyValuePair<string, object?> Rate = new("reason", "rate");

    private readonly ILivePolicies _policies;
    private readonly IOptionsMonitor<MetricsOptions> _options;
    private readonly IClusteringEngine? _clusters;
    private readonly TimeProvider _time;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _shadowRefusals;
    private readonly Counter<long> _rateLimitHits;
    private FrozenSet<string> _named = [];
    private long _namedAt;

    public GateMetrics(
        IMeterFactory meters,
        ILivePolicies policies,
        IOptionsMonitor<MetricsOptions> options,
        TimeProvider time,
        IClusteringEngine? clusters = null)
    {
        (_policies, _options, _time, _clusters) = (policies, options, time, clusters);
        var meter = meters.Create(MetricNames.MeterPrefix + "Proxy");
        _refusals = meter.CreateCounter<long>(MetricNames.Refusals, description: "Requests refused by a policy.");
        _shadowRefusals = meter.CreateCounter<long>(
            MetricNames.ShadowRefusals, description: "Requests a policy would have refused, were it enforced.");
        _rateLimitHits = meter.CreateCounter<long>(
            MetricNames.RateLimitHits, description: "Requests over the rate of a cluster's limit.");
        meter.CreateObservableGauge(
            MetricNames.BreakerState,
            ReadStates,
            description: "Worst breaker state of a cluster's policies: 0 closed, 1 open, 2 half-open, 3 isolated.");
        meter.CreateObservableGauge(
            MetricNames.FalseKillRatio,
            ReadFalseKills,
            description: "Share of a policy's hold-out requests that succeeded.");
        StandAtZero();
    }

    /// <summary>Limits count what they refuse, and in shadow what they would refuse, as hits of their clusters, too.</summary>
    public void Refused(Policy policy, BreakerState state)
    {
        Count(_refusals, policy, state);
        CountHit(policy);
    }

    public void ShadowRefused(Policy policy, BreakerState state)
    {
        Count(_shadowRefusals, policy, state);
        CountHit(policy);
    }

    /// <summary>A counter that is not there before it counts looks like one that was reset.</summary>
    private void StandAtZero()
    {
        foreach (var counter in new[] { _refusals, _shadowRefusals })
        {
            foreach (var state in new[] { BreakerState.Open, BreakerState.HalfOpen, BreakerState.Isolated })
            {
                counter.Add(0, Break, ReasonOf(state));
            }

            counter.Add(0, Limit, Rate);
        }

        _rateLimitHits.Add(0, new KeyValuePair<string, object?>(ClusterTag, Other));
    }

    private static void Count(Counter<long> counter, Policy policy, BreakerState state)
    {
        if (policy.Action == PolicyAction.Limit)
        {
            counter.Add(1, Limit, Rate);
        }
        else
        {
            counter.Add(1, Break, ReasonOf(state));
        }
    }

    private void CountHit(Policy policy)
    {
        if (policy.Action != PolicyAction.Limit || !_rateLimitHits.Enabled)
        {
            return;
        }

        var named = Named();
        foreach (var label in LabelsOf(policy, named).Distinct())
        {
            _rateLimitHits.Add(1, new KeyValuePair<string, object?>(ClusterTag, label));
        }
    }

    private FrozenSet<string> Named()
    {
        var at = Volatile.Read(ref _namedAt);
        if (at != 0 && _time.GetElapsedTime(at) < NamesLast)
        {
            return Volatile.Read(ref _named);
        }

        var named = _clusters?.GetAllClusters().Take(_options.CurrentValue.TopK).Select(c => c.Id).ToFrozenSet() ?? [];
        Volatile.Write(ref _named, named);
        Volatile.Write(ref _namedAt, _time.GetTimestamp());
        return named;
    }

    private static KeyValuePair<string, object?> ReasonOf(BreakerState state) => new("reason", state switch
    {
        BreakerState.HalfOpen => "half_open",
        BreakerState.Isolated => "isolated",
        _ => "open",
    });

    private IEnumerable<Measurement<int>> ReadStates()
    {
        var named = Named();
        return
            from view in _policies.GetAll()
            where view.Policy.Action == PolicyAction.Break
            from cluster in LabelsOf(view.Policy, named)
            group view.State by cluster into states
            select new Measurement<int>((int)states.Worst(), new KeyValuePair<string, object?>(ClusterTag, states.Key));
    }

    private static IEnumerable<string> LabelsOf(Policy policy, FrozenSet<string> named) =>
        policy.Clusters.IsDefaultOrEmpty ? [Other] : policy.Clusters.Select(c => named.Contains(c.Id) ? c.Id : Other);

    private IEnumerable<Measurement<double>> ReadFalseKills() =>
        _policies.GetAll()
            .Where(v => v.FalseKill is not null)
            .OrderByDescending(v => v.Counts.Refused + v.Counts.ShadowRefused)
            .Take(_options.CurrentValue.TopK)
            .Select(v => new Measurement<double>(v.FalseKill!.Value.Ratio, new KeyValuePair<string, object?>("policy", v.Policy.Id)));
}
