using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Refusals;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Proxy.Gate;

internal static class GateRegistration
{
    /// <summary>
    /// The gate and what it needs. The host brings options, a <see cref="TimeProvider"/>, a policy store, the breakers and the limiters.
    /// </summary>
    public static IServiceCollection AddGate(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<RequestFactsReader>();
        services.TryAddSingleton<PolicySnapshotSource>();
        services.TryAddSingleton<PolicySnapshotBuilder>();
        services.TryAddSingleton<TrafficCounters>();
        services.TryAddSingleton<GateMetrics>();
        services.TryAddSingleton<PolicyGate>();
        services.TryAddSingleton<RefusalWriter>();
        services.TryAddSingleton<IKillSwitch, KillSwitch>();
        services.TryAddSingleton<ILivePolicies, LivePolicies>();
        services.AddWorker<PolicyPublisher>("publisher");
        services.AddWorker<LimiterSweep>("limiterSweep");
        return services;
    }
}
