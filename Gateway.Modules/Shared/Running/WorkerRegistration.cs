using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Shared.Running;

public static class WorkerRegistration
{
    /// <summary>Runs a worker that is started again when it fails, and is a line of <c>/ready</c> and the scrape.</summary>
    public static IServiceCollection AddWorker<T>(this IServiceCollection services, string name)
        where T : BackgroundService
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkerStates>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IReadinessPart, WorkerStates>(provider => provider.GetRequiredService<WorkerStates>()));
        services.AddSingleton(new WorkerName(name));
        services.TryAddSingleton<T>();
        services.AddHostedService(provider => new SupervisedWorker<T>(
            provider.GetRequiredService<T>(),
            name,
            provider.GetRequiredService<WorkerStates>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<T>>()));
        return services;
    }
}
