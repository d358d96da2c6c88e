using System.Globalization;
using System.Runtime.CompilerServices;
using Gateway.Modules.Shared.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>
/// What a route's metadata says about slow request bodies. Without a word of it the server's own limit holds, which is there so that a
/// client which sends a byte now and then cannot keep a connection of an upstream for good.
/// </summary>
internal sealed class RouteLimits
{
    /// <summary>Bytes a second that a request body must bring on average, over HTTP/1.1: <c>240</c>, <c>0.1</c>.</summary>
    public const string RateKey = "MinRequestBodyDataRate";

    /// <summary><c>true</c> where gRPC streams over HTTP/2 may stay silent for as long as they like.</summary>
    public const string SilentGrpcKey = "SilentGrpcStreams";

    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<RouteConfig, RouteLimits> Known = [];

    private readonly MinDataRate? _rate;
    private readonly bool _silentGrpc;

    private RouteLimits(MinDataRate? rate, bool silentGrpc)
    {
        _rate = rate;
        _silentGrpc = silentGrpc;
    }

    /// <summary>What is wrong with the metadata of a route, one item a mistake.</summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route)
    {
        if (Find(route, RateKey) is { } rate && ReadRate(rate) is null)
        {
            yield return new ArgumentException(
                $"Route '{route.RouteId}': Metadata:{RateKey} '{rate}' must be a number of bytes a second above 0.");
        }

        if (Find(route, SilentGrpcKey) is { } flag && !bool.TryParse(flag, out _))
        {
            yield return new ArgumentException($"Route '{route.RouteId}': Metadata:{SilentGrpcKey} '{flag}' must be true or false.");
        }
    }

    /// <summary>Applies the route's limits to the request. Costs nothing on routes without metadata.</summary>
    public static void Apply(HttpContext context, RouteConfig route)
    {
        if (route.Metadata is not { Count: > 0 })
        {
            return;
        }

        var limits = Known.TryGetValue(route, out var known) ? known : Known.GetOrAdd(route, Of(route));
        if (limits.RateFor(context.Request, out var rate) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } feature)
        {
            feature.MinDataRate = rate;
        }
    }

    // Over HTTP/2 the server lets a limit be lifted, not changed.
    private bool RateFor(HttpRequest request, out MinDataRate? rate)
    {
        rate = _rate;
        if (HttpProtocol.IsHttp11(request.Protocol) || HttpProtocol.IsHttp10(request.Protocol))
        {
            return _rate is not null;
        }

        rate = null;
        return _silentGrpc && MediaTypes.IsGrpc(request.ContentType);
    }

    private static RouteLimits Of(RouteConfig route) => new(
        Find(route, RateKey) is { } rate && ReadRate(rate) is { } bytes ? new MinDataRate(bytes, GracePeriod) : null,
        bool.TryParse(Find(route, SilentGrpcKey), out var silent) && silent);

    private static double? ReadRate(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && rate > 0
            && double.IsFinite(rate)
            ? rate
            : null;

    private static string? Find(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);
}
