using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Limiting;

public static class LimitingRegistration
{
    /// <summary>Registers the limiters. The host brings the options, a <see cref="TimeProvider"/> and logging.</summary>
    public static IServiceCollection AddLimiting(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<LimitingMetrics>();
        services.TryAddSingleton<IRateLimiterFactory, RateLimiterFactory>();
        return services;
    }
}
