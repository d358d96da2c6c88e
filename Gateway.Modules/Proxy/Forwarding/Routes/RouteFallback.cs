using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>What a route's metadata says about requests that cannot be served where they should be.</summary>
internal sealed class RouteFallback
{
    /// <summary>Upstreams that take what a policy would refuse, in order: <c>azure</c>, <c>azure,local</c>.</summary>
    public const string UpstreamsKey = "Fallback";

    /// <summary><c>true</c> where a request that fails before its first byte goes to a fallback, too.</summary>
    public const string OnFailureKey = "FallbackOnFailure";

    /// <summary><c>true</c> where a safe request without a body that fails is sent once more, to another destination.</summary>
    public const string RetryKey = "Retry";

    public static readonly RouteFallback None = new([], onFailure: false, retry: false);

    private static readonly ConditionalWeakTable<RouteConfig, RouteFallback> Known = [];

    private RouteFallback(ImmutableArray<string> upstreams, bool onFailure, bool retry) =>
        (Upstreams, OnFailure, Retry) = (upstreams, onFailure, retry);

    public ImmutableArray<string> Upstreams { get; }

    public bool OnFailure { get; }

    public bool Retry { get; }

    /// <summary>Whether a failed request may be sent again at all.</summary>
    public bool MayRepeat => OnFailure || Retry;

    /// <summary>Reads the metadata of a route without mistakes. Costs nothing on routes without metadata.</summary>
    public static RouteFallback Of(RouteConfig route)
    {
        if (route.Metadata is not { Count: > 0 })
        {
            return None;
        }

        return Known.TryGetValue(route, out var known) ? known : Known.GetOrAdd(route, Read(route));
    }

    /// <summary>What is wrong with the metadata of a route, one item a mistake.</summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route)
    {
        foreach (var key in (string[])[OnFailureKey, RetryKey])
        {
            if (Find(route, key) is { } flag && !bool.TryParse(flag, out _))
            {
                yield return Mistake(route, $"Metadata:{key} '{flag}' must be true or false.");
            }
        }

        if (Find(route, UpstreamsKey) is not { } list)
        {
            if (bool.TryParse(Find(route, OnFailureKey), out var onFailure) && onFailure)
            {
                yield return Mistake(route, $"Metadata:{OnFailureKey} needs a Metadata:{UpstreamsKey} to go to.");
            }

            yield break;
        }

        var upstreams = Split(list);
        if (upstreams.IsEmpty || upstreams.Distinct(StringComparer.OrdinalIgnoreCase).Count() < upstreams.Length)
        {
            yield return Mistake(route, $"Metadata:{UpstreamsKey} '{list}' must name upstreams, each once, with commas.");
        }

        if (upstreams.Contains(route.ClusterId ?? "", StringComparer.OrdinalIgnoreCase))
        {
            yield return Mistake(route, $"Metadata:{UpstreamsKey} '{list}' names the route's own upstream.");
        }
    }

    /// <summary>
    /// What is wrong with the fallbacks of a route among all others. A fallback is not followed further, so an upstream that has one
    /// itself is no fallback: whoever writes that expects a way that no request takes, or one without an end.
    /// </summary>
    /// <param name="upstreams">The ids of all upstreams.</param>
    public static IEnumerable<Exception> MistakesAmong(
        RouteConfig route, IReadOnlyList<RouteConfig> routes, IReadOnlySet<string> upstreams)
    {
        foreach (var fallback in Of(route).Upstreams)
        {
            if (!upstreams.Contains(fallback))
            {
                yield return Mistake(route, $"Metadata:{UpstreamsKey} names '{fallback}', which is no upstream.");
            }

            foreach (var next in routes.Where(r => IsSame(r.ClusterId, fallback) && !Of(r).Upstreams.IsEmpty))
            {
                var back = Of(next).Upstreams.Any(u => IsSame(u, route.ClusterId)) ? "a loop" : "a chain";
                yield return Mistake(
                    route,
                    $"Metadata:{UpstreamsKey} names '{fallback}', from where route '{next.RouteId}' falls back itself: {back}. List all "
                        + "fallbacks in order on the route that a request comes by.");
            }
        }
    }

    private static RouteFallback Read(RouteConfig route) => new(
        Find(route, UpstreamsKey) is { } list ? Split(list) : [],
        bool.TryParse(Find(route, OnFailureKey), out var onFailure) && onFailure,
        bool.TryParse(Find(route, RetryKey), out var retry) && retry);

    private static ImmutableArray<string> Split(string list) =>
        [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static bool IsSame(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static ArgumentException Mistake(RouteConfig route, string what) => new($"Route '{route.RouteId}': {what}");

    private static string? Find(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);
}
