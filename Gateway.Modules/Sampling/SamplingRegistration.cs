using System.Security.Cryptography;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling;

/// <summary>The sampler: from finished requests to masked, weighted samples on the bus.</summary>
public static class SamplingRegistration
{
    /// <summary>Registers <see cref="IOutcomeInbox"/> and the worker between inbox and bus.</summary>
    public static IServiceCollection AddSampling(this IServiceCollection services)
    {
        services.TryAddSingleton<SamplingMetrics>();
        services.TryAddSingleton<OutcomeInbox>();
        services.TryAddSingleton<IOutcomeInbox>(s => s.GetRequiredService<OutcomeInbox>());
        services.TryAddSingleton<DimensionReader>();
        services.TryAddSingleton(CreateDecider);
        services.AddWorker<SamplerWorker>("sampler");
        return services;
    }

    private static SamplingDecider CreateDecider(IServiceProvider services)
    {
        var diagnostics = services.GetRequiredService<IOptionsMonitor<DiagnosticsOptions>>().CurrentValue;
        var seed = diagnostics.RandomSeed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        return new SamplingDecider(services.GetRequiredService<IOptionsMonitor<SamplerOptions>>(), new Random(seed));
    }
}
