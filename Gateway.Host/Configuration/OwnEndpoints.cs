using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Host.Configuration;

/// <summary>
/// Whether a proxied route would take requests from the gateway's own endpoints. A route with parameters in their place does not: literal
/// segments win, as long as the route's order is not below theirs, which is 0.
/// </summary>
internal static class OwnEndpoints
{
    private static readonly string[] Open = ["/health", "/ready"];
    private static readonly string[] Admin = ["clusters", "clusters/x", "stats", "policies", "policies/x", "kill-switch"];

    /// <summary>The endpoint that the route hides, null when it hides none.</summary>
    public static string? HiddenBy(RouteConfig route, string adminPrefix)
    {
        var path = "/" + (route.Match.Path ?? "{**any}").TrimStart('/');
        var bare = path.TrimEnd('/');
        if (Open.FirstOrDefault(o => bare.Equals(o, StringComparison.OrdinalIgnoreCase)) is { } open)
        {
            return open;
        }

        if ($"{bare}/".StartsWith($"{adminPrefix}/", StringComparison.OrdinalIgnoreCase))
        {
            return adminPrefix;
        }

        return route.Order < 0 ? Open.Concat(Admin.Select(a => $"{adminPrefix}/{a}")).FirstOrDefault(e => Matches(path, e)) : null;
    }

    private static bool Matches(string path, string endpoint)
    {
        try
        {
            var template = new RouteTemplate(RoutePatternFactory.Parse(path));
            return new TemplateMatcher(template, []).TryMatch(endpoint, []);
        }
        catch (RoutePatternException)
        {
            // YARP's own validator reports the path.
            return false;
        }
    }
}
