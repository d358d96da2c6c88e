using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Benchmarks;

/// <summary>What every module needs of its host.</summary>
internal static class ModuleServices
{
    public static IServiceCollection Create(GatewayOptions? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ContentRoot(RepositoryFiles.Root));
        services.AddSingleton(new ReplicaIdentity("bench"));
        services.AddFixedOptions(options);
        return services;
    }
}
