using Gateway.Modules.Proxy.Admission;
using Gateway.Modules.Proxy.Demo;
using Gateway.Modules.Proxy.Ejection;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Forwarding.Slowness;
using Gateway.Modules.Proxy.Forwarding.Targets;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Rerouting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms.Builder;

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
        services.AddSingleton<ForwardingFailures>();
        services.AddSingleton<ProxyMetrics>();
        AddRerouting(services);
        services.AddSingleton<Ejections>();
        services.AddSingleton<EjectionTurnsOfPolicies>();
        services.AddSingleton<EjectionPermits>();
        services.AddSingleton<EjectionMetrics>();
        services.AddSingleton<DestinationRooms>();
        services.AddSingleton<BusyWriter>();
        services.AddSingleton<CorsMemory>();
        services.AddSingleton<ITransformProvider>(provider => provider.GetRequiredService<CorsMemory>());
        services.AddRequestTimeouts();
        services.AddCors();
        services.AddSingleton<UnknownProxyWarning>();
        services.AddSingleton<BodyPeek>();

        var section = configuration.GetSection(Section);
        var proxy = services.AddReverseProxy()
            .AddTransforms<OutcomeTransforms>().AddTransforms<TargetTransforms>().AddTransforms<ForwardedTransforms>()
            .AddTransforms<SlowAnswers>();
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

    private static void AddRerouting(IServiceCollection services)
    {
        services.AddSingleton<Fallbacks>();
        services.AddSingleton<RepeatBudgets>();
        services.AddSingleton<FailedRequests>();
        services.AddSingleton<ErrorAnswers>();
        services.AddSingleton<RerouteMetrics>();
    }

    /// <summary>
    /// What is wrong with a route's policies and with the gateway's own keys in its metadata: for those who judge a configuration before
    /// YARP sees it.
    /// </summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route) =>
    [
        .. RouteErrors.MistakesOf(route),
        .. RouteLimits.MistakesOf(route),
        .. RouteSlowness.MistakesOf(route),
        .. RouteFallback.MistakesOf(route),
        .. RoutePolicies.MistakesOf(route),
    ];

    /// <summary>What is wrong with a route's fallbacks among all routes and upstreams.</summary>
    public static IEnumerable<Exception> MistakesAmong(
        RouteConfig route, IReadOnlyList<RouteConfig> routes, IReadOnlySet<string> upstreams) =>
        RouteFallback.MistakesAmong(route, routes, upstreams);

    /// <summary>The route without the policies that <see cref="MistakesOf"/> names.</summary>
    public static RouteConfig WithoutMistakes(RouteConfig route) => RoutePolicies.WithoutMistakes(route);

    /// <summary>
    /// Lets <c>X-Forwarded-For</c> name the client where it comes from one of <c>Server:TrustedProxies</c>. Goes before everything
    /// that looks at the client's address.
    /// </summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var trusted = app.Services.GetRequiredService<IOptionsMonitor<ServerOptions>>().CurrentValue.TrustedProxies;
        if (trusted.Count > 0)
        {
            var forwarded = TrustedProxies.ToForwardedHeaders(trusted);
            app.Use((context, next) =>
            {
                if (TrustedProxies.Include(forwarded, context.Connection.RemoteIpAddress))
                {
                    context.Features.Set(TrustedPeerFeature.Instance);
                }

                return next(context);
            });
            app.Use(ForwardingPeer.NoteAsync);
            app.UseForwardedHeaders(forwarded);
        }

        return app;
    }

    /// <summary>
    /// Counts what the proxy's own pipeline never sees, and applies what routes say of timeouts and CORS. Goes after
    /// <see cref="UseTrustedProxies"/>.
    /// </summary>
    public static WebApplication UseRoutePolicies(this WebApplication app)
    {
        app.UseMiddleware<UnforwardedMiddleware>();
        RoutePolicies.Use(app);
        return app;
    }

    /// <summary>Maps every proxied route.</summary>
    public static ReverseProxyConventionBuilder MapProxy(this IEndpointRouteBuilder endpoints)
    {
        // Nobody asks for it, and it is to measure from the start.
        endpoints.ServiceProvider.GetRequiredService<EjectionMetrics>();
        return endpoints.MapReverseProxy(pipeline =>
        {
            pipeline.UseMiddleware<OutcomeMiddleware>();
            pipeline.UseMiddleware<EjectionMiddleware>();
            pipeline.UseSessionAffinity();
            pipeline.UseMiddleware<EjectionChoiceMiddleware>();
            pipeline.UseLoadBalancing();
            pipeline.UseMiddleware<EjectionWatchMiddleware>();
            pipeline.UsePassiveHealthChecks();
            pipeline.UseMiddleware<AdmissionMiddleware>();
        });
    }
}
