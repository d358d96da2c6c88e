using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Messaging;

/// <summary>The way from the data plane to the control plane: a channel in the process.</summary>
public static class MessagingRegistration
{
    public static IServiceCollection AddMessaging(this IServiceCollection services)
    {
        services.TryAddSingleton<IEventBus, InProcessEventBus>();
        services.AddSingleton<IReadinessPart, BusReadiness>();
        return services;
    }
}
