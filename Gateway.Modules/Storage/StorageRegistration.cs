using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Storage;

/// <summary>Where the policies and the audit live: in the process.</summary>
public static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<IPolicyStore, InProcessPolicyStore>();
        services.TryAddSingleton<IAuditLog, InProcessAuditLog>();
        services.AddSingleton<IReadinessPart, StoreReadiness>();
        services.AddHostedService<StorageMetrics>();
        return services;
    }
}
