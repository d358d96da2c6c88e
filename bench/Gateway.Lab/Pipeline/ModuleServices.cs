using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Lab.Pipeline;

/// <summary>What every module needs of its host, for programs that run a few of them without one.</summary>
internal static class ModuleServices
{
    /// <param name="time">The system's by default.</param>
    public static IServiceCollection Create(GatewayOptions? options = null, TimeProvider? time = null) => new ServiceCollection()
        .AddLogging()
        .AddMetrics()
        .AddSingleton(time ?? TimeProvider.System)
        .AddSingleton(new ContentRoot(RepositoryRoot.Path))
        .AddSingleton(new ReplicaIdentity("bench"))
        .AddFixedOptions(options);
}
