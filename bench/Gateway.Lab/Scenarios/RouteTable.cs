using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace Gateway.Lab.Scenarios;

/// <summary>Finds the route of a path by the framework's own matching and precedence, as the proxy does.</summary>
internal sealed class RouteTable
{
    private readonly ImmutableArray<(TemplateMatcher Matcher, RouteSpec Route)> _routes;

    private RouteTable(ImmutableArray<(TemplateMatcher Matcher, RouteSpec Route)> routes) => _routes = routes;

    public static RouteTable From(IEnumerable<RouteSpec> routes) => new(
        [.. routes
            .Where(r => IsPattern(r.Path))
            .Select(r => (Template: TemplateParser.Parse(r.Path), Route: r))
            .OrderBy(r => RoutePrecedence.ComputeInbound(r.Template))
            .Select(r => (new TemplateMatcher(r.Template, []), r.Route))]);

    public static bool IsPattern(string path)
    {
        if (!path.StartsWith('/'))
        {
            return false;
        }

        try
        {
            TemplateParser.Parse(path);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The route of a traffic item's path; every placeholder stands for one segment.</summary>
    public RouteSpec? Find(string trafficPath)
    {
        if (!trafficPath.StartsWith('/'))
        {
            return null;
        }

        var path = new PathString(ScenarioPlaceholders.Fill(trafficPath, new Random(1)));
        return _routes.FirstOrDefault(r => r.Matcher.TryMatch(path, [])).Route;
    }
}
