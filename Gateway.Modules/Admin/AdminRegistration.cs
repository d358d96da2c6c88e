using Gateway.Modules.Admin.Access;
using Gateway.Modules.Admin.Audit;
using Gateway.Modules.Admin.Clusters;
using Gateway.Modules.Admin.Explaining;
using Gateway.Modules.Admin.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin;

/// <summary>Health, readiness and the admin API.</summary>
public static class AdminRegistration
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminKey>();
        services.AddHostedService(provider => provider.GetRequiredService<AdminKey>());
        services.AddSingleton<AdminAccess>();
        services.AddSingleton<AdminGuard>();
        services.AddSingleton<AdminMetrics>();
        services.AddSingleton<WrongKeys>();
        services.AddSingleton<ClusterNames>();
        services.AddSingleton<ClusterReader>();
        services.AddSingleton<ClusterEditor>();
        services.AddSingleton<PolicyReader>();
        services.AddSingleton<PolicyWriter>();
        services.AddSingleton<PolicyDecider>();
        services.AddSingleton<AdminAudit>();
        services.AddSingleton<PolicyDraftReader>();
        services.AddSingleton<StatsReader>();
        return services;
    }

    /// <summary>
    /// Maps <c>/health</c> and <c>/ready</c> on every listener but the metrics one, and the admin API under its prefix, where the access
    /// rule holds. They come before any proxied route, and nothing under the prefix ever falls through to an upstream.
    /// </summary>
    public static WebApplication MapAdmin(this WebApplication app)
    {
        var open = app.MapGroup("").WithOrder(int.MinValue).AddEndpointFilter<AnswerHeadersFilter>();
        open.MapHealth();

        var options = app.Services.GetRequiredService<IOptionsMonitor<AdminOptions>>().CurrentValue;
        var admin = app.MapGroup(options.PathPrefix).WithOrder(int.MinValue)
            .AddEndpointFilter<AnswerHeadersFilter>()
            .AddEndpointFilter<AdminAccessFilter>();
        admin.MapClusters();
        admin.MapPolicies();
        admin.MapKillSwitch();
        admin.MapAudit();
        admin.MapExplain();
        admin.Map("{**rest}",
            static () => AdminProblem.Of(StatusCodes.Status404NotFound, "There is nothing at this address or for this method."));
        return app;
    }
}
