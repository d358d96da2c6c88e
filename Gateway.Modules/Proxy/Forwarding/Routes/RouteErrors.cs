using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>What a route's metadata says about errors.</summary>
internal sealed class RouteErrors
{
    /// <summary>Overrides <c>Sampler:ErrorStatuses</c>: <c>5xx,429,400</c>.</summary>
    public const string StatusesKey = "ErrorStatuses";

    /// <summary><c>true</c> where a 2xx answer may carry an error in its JSON or its event stream.</summary>
    public const string InBodyKey = "ErrorsInBody";

    /// <summary>
    /// Where answers keep a code of their own: <c>$.code</c>. Bodies are then looked into, unless <see cref="InBodyKey"/> says no.
    /// </summary>
    public const string PathKey = "ErrorPath";

    /// <summary>The good values of that code: <c>0,200,SUCCESS</c>.</summary>
    public const string GoodKey = "ErrorOk";

    private RouteErrors(ErrorStatuses? statuses, bool inBody, ErrorPath? path)
    {
        Statuses = statuses;
        InBody = inBody;
        Path = path;
    }

    /// <summary>The route's own; null where it names none.</summary>
    public ErrorStatuses? Statuses { get; }

    public bool InBody { get; }

    /// <summary>Where the code is and what is good; null where the route does not say.</summary>
    public ErrorPath? Path { get; }

    /// <summary>What is wrong with the metadata of a route, one item a mistake.</summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route)
    {
        if (Find(route, StatusesKey) is { } list && !ErrorStatuses.TryParse(list, out _))
        {
            yield return new ArgumentException(
                $"Route '{route.RouteId}': Metadata:{StatusesKey} '{list}' must be a list of statuses (429) and classes (5xx).");
        }

        if (Find(route, InBodyKey) is { } flag && !bool.TryParse(flag, out _))
        {
            yield return new ArgumentException($"Route '{route.RouteId}': Metadata:{InBodyKey} '{flag}' must be true or false.");
        }

        if (MistakeInPath(Find(route, PathKey), Find(route, GoodKey)) is { } mistake)
        {
            yield return new ArgumentException($"Route '{route.RouteId}': {mistake}");
        }
    }

    /// <summary>Reads the metadata of a route without mistakes.</summary>
    public static RouteErrors Of(RouteConfig route)
    {
        var statuses = Find(route, StatusesKey) is { } list && ErrorStatuses.TryParse(list, out var ofRoute) ? ofRoute : null;
        var path = Find(route, PathKey) is { } text && ErrorPath.TryParse(text, Find(route, GoodKey), out var parsed) ? parsed : null;
        var inBody = bool.TryParse(Find(route, InBodyKey), out var flag) ? flag : path is not null;
        return new RouteErrors(statuses, inBody, path);
    }

    private static string? MistakeInPath(string? path, string? good)
    {
        if (path is null)
        {
            return good is null ? null : $"Metadata:{GoodKey} says which values of Metadata:{PathKey} are good, and there is no such path.";
        }

        if (!ErrorPath.TryParse(path, good: null, out _))
        {
            return $"Metadata:{PathKey} '{path}' must be a JSON path made of names and indices: $.code, $['code'], $.results[0].code.";
        }

        return ErrorPath.TryParse(path, good, out _) ? null : $"Metadata:{GoodKey} '{good}' must be a list of good values: 0,200,SUCCESS.";
    }

    private static string? Find(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);
}
