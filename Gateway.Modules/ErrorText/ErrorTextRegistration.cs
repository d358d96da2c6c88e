using Gateway.Modules.ErrorText.Masking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.ErrorText;

/// <summary>What an error says: from an answer's bytes to one masked line with a fingerprint.</summary>
public static class ErrorTextRegistration
{
    /// <summary>Registers <see cref="IErrorTextReader"/>.</summary>
    public static IServiceCollection AddErrorText(this IServiceCollection services)
    {
        services.TryAddSingleton(CreateMasker);
        services.TryAddSingleton<IErrorTextReader, ErrorTextReader>();
        return services;
    }

    private static Masker CreateMasker(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptionsMonitor<GatewayOptions>>().CurrentValue.ErrorText;
        return new Masker(new MaskingRuleSet(MaskingRules.All), OwnRule.Of(options.Masking));
    }
}
