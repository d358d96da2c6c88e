using Gateway.Modules.ErrorText.Masking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.ErrorText;

/// <summary>What an error says: from an answer's bytes to one masked line with a fingerprint.</summary>
public static class ErrorTextRegistration
{
    /// <summary>Registers <see cref="IErrorTextReader"/>.</summary>
    public static IServiceCollection AddErrorText(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => new Masker());
        services.TryAddSingleton<IErrorTextReader, ErrorTextReader>();
        return services;
    }
}
