using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Breaking;

public static class BreakingRegistration
{
    /// <summary>Registers the breakers. The host brings the options, a <see cref="TimeProvider"/> and logging.</summary>
    public static IServiceCollection AddBreaking(this IServiceCollection services)
    {
        services.TryAddSingleton<ICircuitBreakerFactory, CircuitBreakerFactory>();
        return services;
    }
}
