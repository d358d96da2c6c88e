using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Shared.Options;

public static class OptionsRegistration
{
    /// <summary>Registers a monitor of each section, for those who need no more, beside the one of <see cref="GatewayOptions"/>.</summary>
    public static IServiceCollection AddOptionSections(this IServiceCollection services)
    {
        foreach (var section in typeof(GatewayOptions).GetProperties().Select(p => p.PropertyType))
        {
            services.AddSingleton(typeof(IOptionsMonitor<>).MakeGenericType(section), typeof(SectionMonitor<>).MakeGenericType(section));
        }

        return services;
    }

    /// <summary>Registers options that never change, whole and by section, for programs that use modules without a configuration.</summary>
    public static IServiceCollection AddFixedOptions(this IServiceCollection services, GatewayOptions? options = null) =>
        services.AddSingleton<IOptionsMonitor<GatewayOptions>>(new FixedOptions(options ?? new GatewayOptions())).AddOptionSections();
}
