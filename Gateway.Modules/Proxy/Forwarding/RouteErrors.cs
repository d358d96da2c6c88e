using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy;

/// <summary>What a route's metadata says about errors.</summary>
internal sealed class RouteErrors
{
    /// <summary>Overrides <c>Sampler:ErrorStatuses</c>: <c>5xx,429,400</c>.</summary>
    public const string StatusesKey = "ErrorStatuses";

    /// <summary><c>true</c> where a 2xx answer may carry an error in its JSON or its event stream.</summary>
    public const string InBodyKey = "ErrorsInBody";

    private RouteErrors(ErrorStatuses? statuses, bool inBody)
    {
        Statuses = statuses;
        InBody = inBody;
    }

    /// <summary>The route's own; null where it names none.</summary>
    public ErrorStatuses? Statuses { get; }

    public bool InBody { get; }

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
    }

    /// <summary>Reads the metadata of a route without mistakes.</summary>
    public static RouteErrors Of(RouteConfig route) => new(
        Find(route, StatusesKey) is { } list && ErrorStatuses.TryParse(list, out var statuses) ? statuses : null,
        bool.TryParse(Find(route, InBodyKey), out var inBody) && inBody);

    private static string? Find(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);
}
