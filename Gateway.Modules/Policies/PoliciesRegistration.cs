using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Policies;

public static class PoliciesRegistration
{
    /// <summary>Attribution, rules and the life of learned policies.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Inbox<ClusteredSample>(
            provider.GetRequiredService<IOptionsMonitor<AttributionOptions>>().CurrentValue.BufferSize));
        services.AddSingleton<ClusterFindings>();
        services.AddSingleton<IClusterFindings>(provider => provider.GetRequiredService<ClusterFindings>());
        services.AddSingleton<LearnedPolicies>();
        services.AddSingleton<PolicyEngine>();
        services.AddSingleton<PoliciesMetrics>();
        services.AddWorker<PolicyEngineWorker>("policyEngine");
        return services;
    }
}
