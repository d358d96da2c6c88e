using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Modules.Proxy;

/// <summary>
/// The proxy: YARP with the gate in front of it and the outcome hand-over behind. Needs the options monitor, a time provider, an
/// outcome inbox, an error text reader, a fingerprint map, a policy store and a breaker factory.
/// </summary>
public static class ProxyRegistration
{
    /// <summary>YARP's own section.</summary>
    public const string Section = "ReverseProxy";

    /// <summary>
    /// Registers the proxy with the routes of the section <see cref="Section"/>, or with the demo upstream where it has none now.
    /// </summary>
    public static IServiceCollection AddProxy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddGate();
        services.AddSingleton<ForwardingState>();
        services.AddSingleton<ErrorRecogniser>();
        services.AddSingleton<OutcomeRecorder>();
        services.AddSingleton<ProxyMetrics>();
        services.AddSingleton<UnknownProxyWarning>();
        services.AddSingleton<BodyPeek>();

        var section = configuration.GetSection(Section);
        var proxy = services.AddReverseProxy().AddTransforms<OutcomeTransforms>();
        services.AddSingleton<IForwarderHttpClientFactory, BoundedClientFactory>();
        if (section.GetSection("Routes").GetChildren().Any())
        {
            proxy.LoadFromConfig(section);
        }
        else
        {
            services.AddSingleton<DemoUpstream>();
            services.AddHostedService(provider => provider.GetRequiredService<DemoUpstream>());
            services.AddSingleton<IProxyConfigProvider>(provider => DemoRoute.To(provider.GetRequiredService<DemoUpstream>()));
        }

        return services;
    }

    /// <summary>
    /// What is wrong with the gateway's own keys in a route's metadata: for those who judge a configuration before YARP sees it.
    /// </summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route) => RouteErrors.MistakesOf(route);

    /// <summary>
    /// Lets <c>X-Forwarded-For</c> name the client where it comes from one of <c>Server:TrustedProxies</c>. Goes before everything
    /// that looks at the client's address.
    /// </summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var trusted = app.Services.GetRequiredService<IOptionsMonitor<GatewayOptions>>().CurrentValue.Server.TrustedProxies;
        if (trusted.Count > 0)
        {
            app.Use(ForwardingPeer.NoteAsync);
            app.UseForwardedHeaders(TrustedProxies.ToForwardedHeaders(trusted));
        }

        return app;
    }

    /// <summary>Maps every proxied route.</summary>
    public static ReverseProxyConventionBuilder MapProxy(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapReverseProxy(pipeline =>
        {
            pipeline.UseMiddleware<OutcomeMiddleware>();
            pipeline.UseSessionAffinity();
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        });
}
