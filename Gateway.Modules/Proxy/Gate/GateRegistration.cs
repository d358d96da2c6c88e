using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Modules.Proxy;

internal static class GateRegistration
{
    /// <summary>The gate and what it needs. The host brings options, a <see cref="TimeProvider"/>, a policy store and the breakers.</summary>
    public static IServiceCollection AddGate(this IServiceCollection services)
    {
        services.AddSingleton<RequestFactsReader>();
        services.AddSingleton<PolicySnapshotSource>();
        services.AddSingleton<PolicyGate>();
        services.AddSingleton<RefusalWriter>();
        return services;
    }
}
