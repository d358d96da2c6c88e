using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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
        services.AddSingleton<IOptionsMonitor<GatewayOptions>>(new UnchangingOptions(options ?? new GatewayOptions()));
        return services;
    }

    private sealed class UnchangingOptions(GatewayOptions value) : IOptionsMonitor<GatewayOptions>
    {
        public GatewayOptions CurrentValue => value;

        public GatewayOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<GatewayOptions, string?> listener) => null;
    }
}
