using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy.Forwarding.Targets;

/// <summary>
/// What upstreams are told of the way a request took: from a trusted proxy its <c>X-Forwarded-Proto</c> and <c>-Host</c> pass, from
/// anybody else the gateway's own stand. Names in <c>X-Original-</c> are the gateway's notes, or a client's invention, and never leave.
/// Added to every route, after the route's own transforms.
/// </summary>
internal sealed class ForwardedTransforms : ITransformProvider
{
    private const string OriginalPrefix = "X-Original-";
    private static readonly string[] Kept = ["X-Forwarded-Proto", "X-Forwarded-Host"];

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        // A route that says itself what becomes of these headers is left alone. YARP adds its own after this: too late to keep any.
        var keeps = context.UseDefaultForwarders != false;
        if (keeps)
        {
            context.UseDefaultForwarders = false;
            context.AddXForwarded();
        }

        context.AddRequestTransform(request =>
        {
            RemoveOriginals(request.ProxyRequest);
            if (keeps && request.HttpContext.Features.Get<TrustedPeerFeature>() is not null)
            {
                Keep(request);
            }

            return ValueTask.CompletedTask;
        });
    }

    private static void Keep(RequestTransformContext context)
    {
        foreach (var name in Kept)
        {
            var given = context.HttpContext.Request.Headers[name];
            if (given.Count > 0)
            {
                context.ProxyRequest.Headers.Remove(name);
                context.ProxyRequest.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)given);
            }
        }
    }

    private static void RemoveOriginals(HttpRequestMessage request)
    {
        List<string>? found = null;
        foreach (var header in request.Headers.NonValidated)
        {
            if (header.Key.StartsWith(OriginalPrefix, StringComparison.OrdinalIgnoreCase))
            {
                (found ??= []).Add(header.Key);
            }
        }

        foreach (var name in found ?? [])
        {
            request.Headers.Remove(name);
        }
    }
}

/// <summary>Marks a request whose connection comes from one of <c>Server:TrustedProxies</c>.</summary>
internal sealed class TrustedPeerFeature
{
    public static readonly TrustedPeerFeature Instance = new();
}
