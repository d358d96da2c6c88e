using Gateway.Modules.Clustering.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>Known causes and the adapter.</summary>
internal static class CausesRegistration
{
    public static IServiceCollection AddCauses(this IServiceCollection services)
    {
        services.TryAddSingleton<LearnedMeaning>();
        services.AddSingleton<IReadinessPart, CausesReadiness>();
        services.TryAddSingleton<UserCauses>();
        services.TryAddSingleton<IUserCauses>(provider => provider.GetRequiredService<UserCauses>());
        services.TryAddSingleton<IEmbeddingAdapter, WhiteningAdapter>();
        services.TryAddSingleton<ICauseClassifier, CauseClassifier>();
        return services;
    }
}
