using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Embedding;

/// <summary>Meter factories as the host has them; each its own, so that tests do not see each other's figures.</summary>
internal static class Metering
{
    public static IMeterFactory CreateFactory() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
