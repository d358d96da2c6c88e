using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>
/// Which of the policies that a YARP route can name work here. Policies that only code can define, and this program defines none, are
/// refused with what to do instead.
/// </summary>
internal static class RoutePolicies
{
    private static readonly Rule[] Rules =
    [
        new("TimeoutPolicy", r => r.TimeoutPolicy, ["Disable"], "give the time in Timeout instead"),
        new("CorsPolicy", r => r.CorsPolicy, ["Disable"], "leave it out: the upstream's own CORS headers pass"),
        new("AuthorizationPolicy", r => r.AuthorizationPolicy, ["Anonymous"],
            "the gateway authenticates nobody: leave it to the upstream, whose Authorization header passes"),
        new("RateLimiterPolicy", r => r.RateLimiterPolicy, ["Disable"], "no rate limiter is defined: leave it out"),
        new("OutputCachePolicy", r => r.OutputCachePolicy, [], "the gateway caches nothing: leave it out"),
    ];

    /// <summary>What is wrong with the policies of a route, one item a mistake.</summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route) =>
        from rule in Rules
        let name = rule.Read(route)
        where !string.IsNullOrEmpty(name) && !rule.Good.Contains(name, StringComparer.OrdinalIgnoreCase)
        select new ArgumentException($"Route '{route.RouteId}': {rule.Key} '{name}' is not supported; {rule.Advice}{Others(rule)}.");

    /// <summary>Adds the middleware that the supported ones need; routes without them do not pass through it.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(
        static context => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { } route && HasAny(route.Config),
        static branch =>
        {
            branch.UseRequestTimeouts();
            branch.Use(SayTimeoutAsync);
            branch.UseCors();
        });

    /// <summary>The route without those of its policies that are mistakes: whoever judges the rest need not name them again.</summary>
    public static RouteConfig WithoutMistakes(RouteConfig route) => !MistakesOf(route).Any() ? route : route with
    {
        TimeoutPolicy = null,
        CorsPolicy = null,
        AuthorizationPolicy = null,
        RateLimiterPolicy = null,
        OutputCachePolicy = null,
    };

    /// <summary>Whether the route names a policy that something in front of the proxy's own pipeline applies.</summary>
    public static bool HasAny(RouteConfig route) =>
        route.Timeout is not null || route.TimeoutPolicy is not null || route.CorsPolicy is not null;

    /// <summary>The forwarder takes the end of the route's time for a client that has gone, and answers so.</summary>
    private static async Task SayTimeoutAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var isOver = context.Features.Get<IHttpRequestTimeoutFeature>() is { RequestTimeoutToken.IsCancellationRequested: true };
        if (isOver && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }

    private static string Others(Rule rule) => rule.Good.Length == 0 ? "" : $", or say {string.Join(" or ", rule.Good)}";

    /// <param name="Good">The values that work, in any casing.</param>
    private sealed record Rule(string Key, Func<RouteConfig, string?> Read, string[] Good, string Advice);
}
